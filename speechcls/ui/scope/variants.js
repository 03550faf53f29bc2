// The networks as a row of thumbnails: this very sound as each gets it, the word each hears, how often it is right.
// @ts-check

import { palette, tableOf } from "./colours.js";
import { all, brush } from "./dom.js";
import { percent } from "./percent.js";
import { numeral, say } from "./say.js";

const WIDE = 128; // px of a thumbnail's canvas; the stylesheet says how large it is shown
const HIGH = 48;
const NAME = "variant"; // of the radio buttons

/** @import { Drawn } from "./decode.js" */
/** @import { AnswerShown, Glance, GlanceCard, Small } from "./protocol.d.ts" */

export class VariantRow {
  /** @type {Map<string, Thumbnail>} */
  items = new Map();
  /** @type {Glance[]} */
  networks = [];

  /**
   * Dresses Gradio's own radio buttons.
   * @param {HTMLElement} radio
   * @param {GlanceCard[]} cards
   */
  constructor(radio, cards) {
    this.radio = radio;
    group(radio);
    new MutationObserver(() => group(radio)).observe(radio, { attributeFilter: ["name"], subtree: true });
    for (const { variant, accuracy } of cards) {
      const label = radio.querySelector(`input[value="${variant}"]`)?.closest("label");
      if (label) this.items.set(variant, new Thumbnail(label, accuracy));
    }
  }

  /**
   * What each network makes of the sound.
   * @param {Glance[]} networks
   */
  show(networks) {
    this.networks = networks;
    for (const network of networks) this.items.get(network.variant)?.show(network);
    this.radio.classList.remove("past");
  }

  /**
   * Of a sound that the server isn't given, only the network that was asked says something.
   * @param {Drawn<AnswerShown>} [answer]
   */
  only(answer) {
    this.networks = [];
    for (const [variant, item] of this.items) {
      item.canvas.hidden = true;
      if (answer?.variant === variant && "words" in answer) item.tell(answer.words[0].word, answer.refusal);
      else item.tell("", "");
    }
    this.radio.classList.remove("past");
  }

  /** The sound has moved on, and these are of the one before. */
  past() {
    this.radio.classList.add("past");
  }

  redraw() {
    for (const network of this.networks) this.items.get(network.variant)?.draw(network);
  }
}

/**
 * Gradio gives each button a name of its own, and a new one at each choice: Tab would stop at every one, and no arrow
 * lead from one to the next.
 * @param {HTMLElement} radio
 */
function group(radio) {
  for (const input of all(radio, "input", HTMLInputElement)) if (input.name !== NAME) input.name = NAME;
}

class Thumbnail {
  canvas = document.createElement("canvas");
  word = document.createElement("b");

  /**
   * @param {HTMLElement} label
   * @param {number} accuracy
   */
  constructor(label, accuracy) {
    this.canvas.width = WIDE;
    this.canvas.height = HIGH;
    const right = document.createElement("small");
    right.textContent = numeral(percent(accuracy));
    right.title = say("variants.right-long", { share: percent(accuracy) });
    label.append(this.canvas, this.word, right);
  }

  /** @param {Glance} network */
  show(network) {
    this.tell(network.word, network.refusal);
    this.canvas.hidden = false;
    this.draw(network);
  }

  /**
   * @param {string} word
   * @param {string} refusal said in place of the word
   */
  tell(word, refusal) {
    this.word.textContent = refusal ? say("variants.nothing") : word;
    this.word.classList.toggle("refused", Boolean(refusal));
  }

  /** @param {Glance} network */
  draw({ image, line }) {
    const context = brush(this.canvas);
    context.clearRect(0, 0, WIDE, HIGH);
    if (image) drawImage(context, image, tableOf(image, this.canvas));
    else if (line) drawLine(context, bytes(line), palette(this.canvas).main);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Small} image
 * @param {Uint32Array} table 256 packed RGBA
 */
function drawImage(context, { rows, columns, values }, table) {
  const shades = bytes(values);
  const surface = new OffscreenCanvas(columns, rows);
  const small = brush(surface);
  const data = small.createImageData(columns, rows);
  const pixels = new Uint32Array(data.data.buffer);
  // Row 0 is the lowest.
  for (let i = 0; i < shades.length; i++) {
    pixels[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)] = table[shades[i]];
  }
  small.putImageData(data, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(surface, 0, 0, WIDE, HIGH);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Uint8Array} heights
 * @param {string} colour
 */
function drawLine(context, heights, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (const [i, height] of heights.entries())
    context.lineTo((i / (heights.length - 1)) * WIDE, HIGH - 1 - (height / 255) * (HIGH - 2));
  context.stroke();
}

/** @param {string} base64 */
function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
