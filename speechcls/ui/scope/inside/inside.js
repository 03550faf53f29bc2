// The step that opens a network: its maps, block by block, what its answer adds up from, and where it found the word.
// @ts-check

import { tableOf } from "../colours.js";
import { all, find } from "../dom.js";
import { piece } from "../lab/answers.js";
import { Step } from "../lab/step.js";
import { numeral, quoted, say } from "../say.js";
import { drawTile } from "./tiles.js";

/** @import { FeatureMap, Inside, InsideBlock, Kernel, LabValues } from "../protocol.d.ts" */
/** @import { Control } from "../lab/controls.js" */
/** @import { Lab } from "../lab/lab.js" */

export class InsideStep extends Step {
  /** @type {{ block: number, channel: number } | null} */
  chosen = null;
  variant = "";

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.blocks = find(section, ".inside-blocks");
    this.map = find(section, ".inside-map");
    this.kernels = find(section, ".inside-kernels");
    this.word = find(section, ".inside-word");
    this.rival = find(section, ".inside-rival", HTMLSelectElement);
    this.sums = find(section, ".inside-sums");
    this.code = find(section, ".inside-code canvas", HTMLCanvasElement);
    this.count = find(section, ".inside-code figcaption");
    this.near = find(section, ".inside-near");
    this.where = find(section, ".inside-where");
    this.rival.addEventListener("change", () => lab.act(this, this.name));
    this.blocks.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {Control} _control */
  changed(_control) {
    if (this.texts.where.textContent) this.lab.act(this, "where");
  }

  /** @returns {ReturnType<Step["question"]>} */
  question(name = this.name) {
    return { ...super.question(name), rival: this.rival.value };
  }

  /** @param {LabValues} answer */
  show(answer) {
    super.show(answer);
    if (answer.inside) this.#open(answer.inside);
    if (answer.kernels) {
      this.map.hidden = false;
      this.#kernels(answer.kernels);
    }
    if (answer.texts?.where) this.where.hidden = false;
  }

  forget() {
    super.forget();
    this.map.hidden = this.where.hidden = true;
  }

  /** @param {Inside} inside */
  #open(inside) {
    if (inside.variant !== this.variant) {
      this.chosen = null;
      this.map.hidden = this.where.hidden = true;
      this.texts.where.textContent = "";
    }
    this.variant = inside.variant;
    this.#compare(inside);
    this.blocks.replaceChildren(...inside.blocks.map((block, i) => this.#block(block, i, inside.blocks.length)));
    if (this.chosen) this.#choose(this.chosen.block, this.chosen.channel);
    const table = tableOf({ colours: "grey" }, this.section);
    drawTile(this.code, inside.numbers, table);
    const count = inside.numbers.columns;
    this.code.setAttribute("aria-label", say("inside.barcode", { count }));
    this.count.textContent = say("inside.barcode-about", { count });
    this.near.textContent = alike(inside);
  }

  /** @param {Inside} inside */
  #compare({ word, rivals, brings, rest, bias }) {
    const before = this.rival.value;
    this.word.textContent = quoted(word);
    this.rival.replaceChildren(...rivals.map((one) => new Option(one)));
    if (rivals.includes(before)) this.rival.value = before;
    const rows = brings.map(({ number, value, brings }) => ({
      name: say("inside.number", { number, value: value.toFixed(1) }),
      brings,
    }));
    rows.push({ name: say("inside.others"), brings: rest }, { name: say("inside.start"), brings: bias });
    const most = Math.max(...rows.map(({ brings }) => Math.abs(brings)), 1e-9);
    const list = document.createElement("ul");
    list.append(...rows.map(({ name, brings }) => sumRow(name, brings, brings / most)));
    this.sums.replaceChildren(list);
  }

  /**
   * @param {InsideBlock} block
   * @param {number} place
   * @param {number} count
   */
  #block({ shape, kernel, maps }, place, count) {
    const row = document.createElement("div");
    row.className = "inside-block";
    const [channels, bins, frames] = shape;
    const [inputs, height, width] = kernel;
    const size = say(bins * frames > 1 ? "inside.size-maps" : "inside.size-numbers", { channels, bins, frames });
    const name = piece("inside-name", say("inside.block", { place: place + 1, count }));
    const note = piece("lab-note", say("inside.block-note", { size, height, width, inputs }));
    const list = document.createElement("div");
    list.className = "inside-maps";
    list.classList.toggle("thin", bins === 1);
    list.append(...maps.map((map, i) => this.#button(map, place, i === 0)));
    row.append(name, note, list);
    return row;
  }

  /**
   * @param {FeatureMap} map
   * @param {number} block
   * @param {boolean} first of its block, which Tab comes to
   */
  #button({ channel, tile }, block, first) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = first ? 0 : -1;
    button.dataset.at = `${block} ${channel}`;
    button.setAttribute("aria-label", say("inside.map", { block: block + 1, channel }));
    button.setAttribute("aria-pressed", "false");
    const canvas = document.createElement("canvas");
    drawTile(canvas, tile, tableOf({ colours: "magma" }, this.section));
    button.append(canvas);
    button.addEventListener("click", () => this.#choose(block, channel));
    return button;
  }

  /**
   * @param {number} block
   * @param {number} channel
   */
  #choose(block, channel) {
    this.chosen = { block, channel };
    for (const button of all(this.blocks, "button"))
      button.setAttribute("aria-pressed", `${button.dataset.at === `${block} ${channel}`}`);
    this.lab.act(this, "map", { block, channel });
  }

  /**
   * Arrow keys walk along the maps of a block.
   * @param {KeyboardEvent} event
   */
  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const from = event.target;
    if (!step || !(from instanceof HTMLElement)) return;
    const to = step > 0 ? from.nextElementSibling : from.previousElementSibling;
    event.preventDefault();
    if (!(to instanceof HTMLElement)) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  /** @param {Kernel[]} kernels */
  #kernels(kernels) {
    const table = tableOf({ colours: "signed" }, this.section);
    this.kernels.replaceChildren(
      piece("lab-note", say(kernels.length > 1 ? "inside.kernels" : "inside.kernel")),
      ...kernels.map(({ input, tile }) => {
        const canvas = document.createElement("canvas");
        canvas.setAttribute("role", "img");
        const { rows, columns } = tile;
        canvas.setAttribute("aria-label", say("inside.kernel-label", { input, rows, columns }));
        canvas.classList.toggle("long", tile.columns > 20 || tile.rows > 20);
        drawTile(canvas, tile, table);
        return canvas;
      }),
    );
  }
}

/**
 * One part of a sum: a bar to the right where it adds, to the left where it takes away.
 * @param {string} name
 * @param {number} brings
 * @param {number} share of the longest bar, signed
 */
function sumRow(name, brings, share) {
  const item = document.createElement("li");
  const bar = piece("inside-bar", "");
  bar.style.setProperty("--share", `${Math.abs(share)}`);
  bar.classList.toggle("against", brings < 0);
  const sign = brings < 0 ? "−" : "+";
  item.append(piece("inside-number", name), bar, piece("inside-value", sign + numeral(Math.abs(brings).toFixed(1))));
  return item;
}

/**
 * The test clips most alike to a sound, and whether most of them say something else.
 * @param {Inside} inside
 */
function alike({ near, word }) {
  if (!near.length) return "";
  const said = say("inside.near", {
    files: near.map(({ file, alike }) => `${file} (${numeral(alike.toFixed(2))})`).join(", "),
  });
  const same = near.filter((clip) => clip.word === word).length;
  return 2 * same > near.length ? said : `${said} ${say("inside.near-apart", { same, count: near.length, word })}`;
}
