// A folder of words that the user chose or dropped: its sound files, each with the word that its folder names.
// @ts-check

const SOUNDS = /\.(wav|flac|mp3|ogg|oga|opus|webm|m4a|mp4|aac|aiff?)$/i;
const MOST = 5_000; // files

/** @typedef {{ word: string, path: string, file: File }} Labelled */

/**
 * The sound files of a folder that was chosen, which know their paths within it.
 * @param {FileList} list
 */
export function filesOf(list) {
  return [...list].slice(0, MOST).flatMap((file) => labelled(file, file.webkitRelativePath));
}

/**
 * The sound files among what was dropped; folders are walked through.
 * @param {DataTransferItemList} items
 */
export async function filesDropped(items) {
  /** @type {Labelled[]} */
  const found = [];
  const waiting = [...items].map((item) => item.webkitGetAsEntry());
  while (waiting.length && found.length < MOST) {
    const entry = waiting.pop();
    if (isFolder(entry)) waiting.push(...(await entriesOf(entry)));
    else if (isFile(entry)) found.push(...labelled(await fileOf(entry), entry.fullPath));
  }
  return found;
}

// Chromium has these classes, but under no name that instanceof could be asked with.

/**
 * @param {FileSystemEntry | null | undefined} entry
 * @returns {entry is FileSystemDirectoryEntry}
 */
function isFolder(entry) {
  return Boolean(entry?.isDirectory);
}

/**
 * @param {FileSystemEntry | null | undefined} entry
 * @returns {entry is FileSystemFileEntry}
 */
function isFile(entry) {
  return Boolean(entry?.isFile);
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/**
 * A reader gives some entries at a time, and none at the end.
 * @param {FileSystemDirectoryEntry} folder
 */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}

/**
 * @param {File} file
 * @param {string} path
 * @returns {Labelled[]}
 */
function labelled(file, path) {
  return SOUNDS.test(file.name) ? [{ word: path.split("/").at(-2) ?? "", path: path.replace(/^\//, ""), file }] : [];
}

/**
 * The same things in another order (Fisher and Yates).
 * @template T
 * @param {T[]} things
 */
export function shuffled(things) {
  const all = [...things];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}
