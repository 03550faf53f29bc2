// Many files: they go to the server some at a time, and their rows come back into a table. Nothing is kept there.
// @ts-check

import { find } from "../dom.js";
import { filesDropped } from "../lab/folder.js";
import { chosen } from "../networks.js";
import { say } from "../say.js";
import { askFiles, Refusal, rowsOfZip } from "./asking.js";
import { csv } from "./rows.js";
import { progressed, scored, summarise } from "./summary.js";
import { count, Table } from "./table.js";
import { entryOf } from "./zip_entry.js";

/** @import { FileRow } from "../protocol.d.ts" */
/** @import { Given } from "./asking.js" */

const MOST = 1000; // files

/** @param {{ element: HTMLElement }} given by the Gradio component that carries the part */
export function startManyFiles({ element }) {
  return new ManyFiles(find(element, ".many"));
}

class ManyFiles {
  /** @type {Map<string, Given>} those that can be opened above, by path */
  given = new Map();
  /** @type {File | null} */
  zip = null;
  /** @type {AbortController | null} */
  running = null;
  variant = ""; // the network that answers all of them, whichever is chosen meanwhile

  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    this.cancel = find(section, ".many-cancel", HTMLButtonElement);
    this.download = find(section, ".many-csv", HTMLButtonElement);
    this.progress = find(section, ".many-progress", HTMLProgressElement);
    this.status = find(section, "[role=status]");
    this.table = new Table(section, (path) => this.#open(path));
    for (const name of [".many-files", ".many-folder"]) {
      const input = find(section, name, HTMLInputElement);
      input.addEventListener("change", () => {
        this.#take([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
        input.value = "";
      });
    }
    this.cancel.addEventListener("click", () => this.running?.abort());
    window.addEventListener("beforeunload", (event) => this.running && event.preventDefault());
    this.download.addEventListener("click", () => this.#save());
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
      if (zip) for await (const { rows, of } of rowsOfZip(zip.file, this.variant, run.signal)) this.#add(rows, of);
      else
        await askFiles(files, this.variant, run.signal, (rows) => {
          if (this.running === run) this.#add(rows, files.length); // else another batch was refused
        });
      if (this.running === run) this.#say(this.#scored());
    } catch (error) {
      if (this.running !== run) return; // others came in their place
      const some = this.table.rows.length ? this.#scored() : "";
      if (run.signal.aborted) this.#say(`${say("many.cancelled")} ${this.#scored()}`);
      else this.#say(error instanceof Refusal ? `${error.message} ${some}` : say("silence"));
    }
    if (this.running === run) this.#end();
  }

  /** @param {AbortController} run */
  #begin(run) {
    this.running = run;
    this.variant = chosen();
    this.table.rows = [];
    this.begun = performance.now();
    this.cancel.disabled = false;
    this.download.disabled = true;
    this.progress.hidden = false;
    this.progress.value = 0;
    this.table.list();
  }

  #end() {
    this.running = null;
    this.cancel.disabled = true;
    this.progress.hidden = true;
    this.download.disabled = !this.table.rows.length;
    summarise(this.section, this.table.rows);
    this.table.list();
  }

  /**
   * @param {FileRow[]} rows
   * @param {number} of
   */
  #add(rows, of) {
    this.table.rows.push(...rows);
    const done = this.table.rows.length;
    this.progress.max = of;
    this.progress.value = done;
    this.#say(progressed(done, of, (performance.now() - (this.begun ?? 0)) / 1000));
    this.table.grow();
  }

  #scored() {
    return scored(this.table.rows, this.variant);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.status.textContent = sentence;
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
    link.href = URL.createObjectURL(new Blob([csv(this.table.rows, this.variant)], { type: "text/csv" }));
    link.download = "words.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

/** @param {File} file */
function isZip(file) {
  return /\.zip$/i.test(file.name);
}
