// Many files: they go to the server some at a time, and their rows come back into a table. Nothing is kept there.
// @ts-check

import { find } from "../dom.js";
import { piece } from "../lab/answers.js";
import { filesDropped } from "../lab/folder.js";
import { percent } from "../percent.js";
import { say } from "../say.js";
import { batches, confusions, csv, filtered, isWrong, score, secondsLeft, sorted, voices } from "./rows.js";
import { entryOf } from "./zip_entry.js";

/** @import { FileRow, ZipLine } from "../protocol.d.ts" */
/** @typedef {{ path: string, file: File }} Given */

const MOST = 1000; // files
const BATCH = 16; // files, as parts/many_files/answers.py takes them
const BYTES = 8 * 2 ** 20; // of a batch
const LARGEST = 10 * 2 ** 20; // bytes of a file
const AT_ONCE = 2; // batches: one travels while the other is answered
const REST = 500; // ms at least until a growing table is drawn again, which takes the longer the more rows there are
const LISTED = 6; // confusions, and voices

/** @param {{ element: HTMLElement }} given by the Gradio component that carries the part */
export function startManyFiles({ element }) {
  return new ManyFiles(find(element, ".many"));
}

class ManyFiles {
  /** @type {FileRow[]} */
  rows = [];
  /** @type {Map<string, Given>} those that can be opened above, by path */
  given = new Map();
  /** @type {File | null} */
  zip = null;
  /** @type {AbortController | null} */
  running = null;
  /** @type {keyof FileRow} */
  by = "file";
  down = false;
  listed = 0; // ms, when the table was drawn last

  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    this.cancel = find(section, ".many-cancel", HTMLButtonElement);
    this.download = find(section, ".many-csv", HTMLButtonElement);
    this.progress = find(section, ".many-progress", HTMLProgressElement);
    this.status = find(section, "[role=status]");
    this.found = find(section, ".many-found");
    this.body = find(section, "tbody");
    this.text = find(section, ".many-find", HTMLInputElement);
    this.wrong = find(section, ".many-wrong", HTMLInputElement);
    this.shown = find(section, ".many-shown");
    for (const name of [".many-files", ".many-folder"]) {
      const input = find(section, name, HTMLInputElement);
      input.addEventListener("change", () => {
        this.#take([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
        input.value = "";
      });
    }
    this.cancel.addEventListener("click", () => this.running?.abort());
    this.download.addEventListener("click", () => this.#save());
    for (const control of [this.text, this.wrong]) control.addEventListener("input", () => this.#list());
    for (const head of section.querySelectorAll("th")) head.addEventListener("click", () => this.#sort(head));
    section.addEventListener("dragover", (event) => event.preventDefault());
    for (const kind of ["dragenter", "dragleave", "drop"])
      section.addEventListener(kind, () => section.classList.toggle("dropping", kind === "dragenter"));
    section.addEventListener("drop", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const dropped = event.dataTransfer;
      if (!dropped) return;
      const zip = [...dropped.files].find(isZip);
      this.#take(zip ? [{ path: zip.name, file: zip }] : await filesDropped(dropped.items));
    });
    find(section, ".lab-steps", HTMLFieldSetElement).disabled = false;
  }

  /** @param {Given[]} files */
  async #take(files) {
    const zip = files.find(({ file }) => isZip(file));
    if (!files.length) return this.#say(say("many.no-sound"));
    if (zip && files.length > 1) return this.#say(say("many.one-zip"));
    if (files.length > MOST) return this.#say(say("many.too-many", { files: count(files.length), most: count(MOST) }));
    this.running?.abort();
    const run = new AbortController();
    this.#begin(run);
    this.zip = zip?.file ?? null;
    this.given = new Map(files.map((one) => [one.path, one]));
    try {
      await (zip ? this.#unpacked(zip.file, run.signal) : this.#sent(files, run.signal));
      if (this.running === run) this.#say(this.#scored());
    } catch (error) {
      if (this.running !== run) return; // others came in their place
      if (run.signal.aborted) this.#say(`${say("many.cancelled")} ${this.#scored()}`);
      else
        this.#say(
          error instanceof Refusal ? `${error.message} ${this.rows.length ? this.#scored() : ""}` : say("silence"),
        );
    }
    if (this.running === run) this.#end();
  }

  /** @param {AbortController} run */
  #begin(run) {
    this.running = run;
    this.rows = [];
    this.begun = performance.now();
    this.cancel.disabled = false;
    this.download.disabled = true;
    this.progress.hidden = false;
    this.progress.value = 0;
    this.#list();
  }

  #end() {
    this.running = null;
    this.cancel.disabled = true;
    this.progress.hidden = true;
    this.download.disabled = !this.rows.length;
    this.#summarise();
    this.#list();
  }

  /**
   * @param {Given[]} files
   * @param {AbortSignal} signal
   */
  async #sent(files, signal) {
    for (const { path, file } of files.filter(({ file }) => file.size > LARGEST))
      this.rows.push(unread(path, file, say("many.too-large")));
    const small = files.filter(({ file }) => file.size <= LARGEST);
    const waiting = shared(batches(small, BATCH, BYTES));
    const send = async () => {
      for (const batch of waiting) {
        const form = new FormData();
        for (const { path, file } of batch) form.append("files", file, path);
        const answer = await ask("files", form, signal);
        const rows = await answer.json();
        if (this.running?.signal === signal) this.#add(rows, files.length); // else another batch was refused
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
  }

  /**
   * @param {File} zip
   * @param {AbortSignal} signal
   */
  async #unpacked(zip, signal) {
    const answer = await ask("zip", zip, signal);
    let of = 0;
    for await (const line of linesOf(answer)) {
      of = line.files ?? of;
      if (line.rows) this.#add(line.rows, of);
      if (line.error) throw new Refusal(line.error);
    }
  }

  /**
   * @param {FileRow[]} rows
   * @param {number} of
   */
  #add(rows, of) {
    this.rows.push(...rows);
    const done = this.rows.length;
    this.progress.max = of;
    this.progress.value = done;
    const left = timeLeft(secondsLeft(done, of, (performance.now() - (this.begun ?? 0)) / 1000));
    this.#say(say("many.progress", { done: count(done), of: count(of), left }));
    if (performance.now() - this.listed < REST) return;
    this.#list();
    this.listed = performance.now();
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.status.textContent = sentence;
  }

  #scored() {
    const { right, of } = score(this.rows);
    const unread = this.rows.filter(({ error }) => error).length;
    const parts = [say("many.done", { files: count(this.rows.length) })];
    if (of) parts.push(say("many.right", { right: count(right), of: count(of), share: percent(right / of) }));
    if (unread) parts.push(say("many.unread", { files: count(unread) }));
    return parts.join(" ");
  }

  #summarise() {
    const confused = confusions(this.rows, LISTED).map(([spoken, heard, times]) =>
      say("many.confusion", { spoken, heard: heard || say("many.refused"), times }),
    );
    const voiced = voices(this.rows, LISTED).map(([voice, errors, of]) => say("many.of-voice", { voice, errors, of }));
    list(find(this.section, ".many-confusions"), confused, say("many.none-confused"));
    list(find(this.section, ".many-voices"), voiced, say("many.none-wrong"));
  }

  #list() {
    this.found.hidden = !this.rows.length;
    const rows = sorted(filtered(this.rows, this.text.value, this.wrong.checked), this.by, this.down);
    this.shown.textContent = say("many.shown", { shown: count(rows.length), of: count(this.rows.length) });
    this.body.replaceChildren(...rows.map((row) => this.#row(row)));
  }

  /** @param {FileRow} row */
  #row(row) {
    const line = document.createElement("tr");
    line.classList.toggle("wrong", isWrong(row));
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = row.file;
    open.addEventListener("click", () => this.#open(row.file));
    const said = row.heard ? `“${row.word}”` : "";
    const cells = [open, said, row.heard ? percent(row.probability) : "", row.true, row.voice, noteOf(row)];
    for (const cell of cells) {
      const data = document.createElement("td");
      data.append(cell);
      line.append(data);
    }
    return line;
  }

  /** @param {HTMLTableCellElement} head */
  #sort(head) {
    const by = /** @type {keyof FileRow} */ (head.dataset.by);
    this.down = by === this.by ? !this.down : by === "probability";
    this.by = by;
    for (const other of this.section.querySelectorAll("th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
    this.#list();
  }

  /**
   * Hands a file to the page's own input, as if it had been chosen there.
   * @param {string} path
   */
  async #open(path) {
    const file = this.given.get(path)?.file ?? (this.zip && (await entryOf(this.zip, path)));
    const input = document.querySelector(".sound input[type=file]");
    if (!file || !(input instanceof HTMLInputElement)) return this.#say(say("many.not-again", { path }));
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector(".sound")?.scrollIntoView({ block: "start" });
  }

  #save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(this.rows)], { type: "text/csv" }));
    link.download = "words.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

/**
 * Each of them once, to whoever asks next; as soon as one who asked fails, there are no more.
 * @template T
 * @param {T[]} all
 */
function* shared(all) {
  yield* all;
}

/** What the server says against files, as a sentence. */
class Refusal extends Error {}

/**
 * @param {"files" | "zip"} what
 * @param {BodyInit} body
 * @param {AbortSignal} signal
 */
async function ask(what, body, signal) {
  const chosen = document.querySelector("#variant input:checked");
  const address = new URL(`many/${what}`, document.baseURI);
  if (chosen instanceof HTMLInputElement) address.searchParams.set("variant", chosen.value);
  const answer = await fetch(address, { method: "POST", body, signal });
  if (!answer.ok) throw new Refusal(await answer.text());
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

/** @param {number} number */
function count(number) {
  return number.toLocaleString("en");
}

/**
 * What a row says in place of a word.
 * @param {FileRow} row
 */
function noteOf({ error, reason, missing, word }) {
  if (error) return error;
  if (reason) return say(`many.closest-${reason}`, { word });
  return missing ? say("many.missing", { seconds: missing.toFixed(1) }) : "";
}

/** @param {number} seconds */
function timeLeft(seconds) {
  return seconds < 90
    ? say("many.seconds-left", { seconds })
    : say("many.minutes-left", { minutes: Math.round(seconds / 60) });
}

/** @param {File} file */
function isZip(file) {
  return /\.zip$/i.test(file.name);
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

/**
 * @param {Element} host
 * @param {string[]} lines
 * @param {string} empty
 */
function list(host, lines, empty) {
  const items = (lines.length ? lines : [empty]).map((text) => {
    const item = document.createElement("li");
    item.append(piece("", text));
    return item;
  });
  host.replaceChildren(...items);
}
