// Many files on their way to the server: some at a time, or a whole zip; their rows come back as they are answered.
// @ts-check

import { say, translate } from "../say.js";
import { batches } from "./rows.js";

/** @import { FileRow, ZipLine } from "../protocol.d.ts" */
/** @typedef {{ path: string, file: File }} Given */

const BATCH = 16; // files, as parts/many_files/answers.py takes them
const BYTES = 8 * 2 ** 20; // of a batch
const AT_ONCE = 2; // batches: one travels while the other is answered
const LARGEST = 10 * 2 ** 20; // bytes of a file

/** What the server says against files, as a sentence. */
export class Refusal extends Error {}

/**
 * Hands over the rows of files, a batch after another; first those that are too large to be sent.
 * @param {Given[]} files
 * @param {string} variant the network that answers
 * @param {AbortSignal} signal
 * @param {(rows: FileRow[]) => void} answered
 */
export async function askFiles(files, variant, signal, answered) {
  const tooLarge = files.filter(({ file }) => file.size > LARGEST);
  if (tooLarge.length) answered(tooLarge.map(({ path, file }) => unread(path, file, say("many.too-large"))));
  const small = files.filter(({ file }) => file.size <= LARGEST);
  const waiting = shared(batches(small, BATCH, BYTES));
  const send = async () => {
    for (const batch of waiting) {
      const form = new FormData();
      for (const { path, file } of batch) form.append("files", file, path);
      const answer = await ask("files", variant, form, signal);
      answered(await answer.json());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
}

/**
 * Each of them once, to whoever asks next; as soon as one who asked fails, there are no more.
 * @template T
 * @param {T[]} all
 */
function* shared(all) {
  yield* all;
}

/**
 * The rows of a zip's files as they are answered, and how many files it holds.
 * @param {File} zip
 * @param {string} variant the network that answers
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<{ rows: FileRow[], of: number }>}
 */
export async function* rowsOfZip(zip, variant, signal) {
  const answer = await ask("zip", variant, zip, signal);
  let of = 0;
  for await (const line of linesOf(answer)) {
    of = line.files ?? of;
    if (line.rows) yield { rows: line.rows, of };
    if (line.error) throw new Refusal(translate(line.error));
  }
}

/**
 * @param {"files" | "zip"} what
 * @param {string} variant
 * @param {BodyInit} body
 * @param {AbortSignal} signal
 */
async function ask(what, variant, body, signal) {
  const address = new URL(`many/${what}`, document.baseURI);
  if (variant) address.searchParams.set("variant", variant);
  const answer = await fetch(address, { method: "POST", body, signal });
  if (!answer.ok) throw new Refusal(translate(await answer.text()));
  return answer;
}

/**
 * The lines of an answer as they come.
 * @param {Response} answer
 * @returns {AsyncGenerator<ZipLine>}
 */
async function* linesOf(answer) {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: "" };
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

/**
 * @param {string} path
 * @param {File} file
 * @param {string} error
 * @returns {FileRow}
 */
function unread(path, file, error) {
  return {
    file: path || file.name,
    word: "",
    probability: 0,
    heard: false,
    reason: "",
    missing: 0,
    true: "",
    voice: "",
    error,
  };
}
