// A folder of words that the user chose or dropped: its sound files, each with the word that its folder names.

const SOUNDS = /\.(wav|flac|mp3|ogg|oga|opus|webm|m4a|mp4|aac|aiff?)$/i;
const MOST = 5_000; // files

/** [{word, file}] of a FileList whose files know their path within the folder. */
export function filesOf(list) {
  return [...list].slice(0, MOST).flatMap((file) => labelled(file, file.webkitRelativePath));
}

/** [{word, file}] of what was dropped; folders are walked through. */
export async function filesDropped(items) {
  const found = [];
  const waiting = [...items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  while (waiting.length && found.length < MOST) {
    const entry = waiting.pop();
    if (entry.isDirectory) waiting.push(...(await entriesOf(entry)));
    else found.push(...labelled(await new Promise((resolve, reject) => entry.file(resolve, reject)), entry.fullPath));
  }
  return found;
}

/** A reader gives some entries at a time, and none at the end. */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}

function labelled(file, path) {
  return SOUNDS.test(file.name) ? [{ word: path.split("/").at(-2) ?? "", file }] : [];
}

/** The same things in another order (Fisher and Yates). */
export function shuffled(things) {
  const all = [...things];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}
