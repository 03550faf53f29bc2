// The networks as a row of thumbnails: this very sound as each gets it, the word each hears, how often it is right.

import { palette, tableOf } from "./colours.js";
import { percent } from "./percent.js";
import { say } from "./say.js";

const WIDE = 128; // px of a thumbnail's canvas; the stylesheet says how large it is shown
const HIGH = 48;

export class VariantRow {
  /** Dresses Gradio's own radio buttons; `cards` are {variant, accuracy}. */
  constructor(radio, cards) {
    this.radio = radio;
    this.items = new Map(
      [...radio.querySelectorAll("input")].map((input) => {
        const { accuracy } = cards.find(({ variant }) => variant === input.value);
        return [input.value, new Thumbnail(input.closest("label"), accuracy)];
      }),
    );
  }

  /** What each network makes of the sound; see ui/glances.py. */
  show(networks) {
    this.networks = networks;
    for (const network of networks) this.items.get(network.variant)?.show(network);
    this.radio.classList.remove("past");
  }

  /** The sound has moved on, and these are of the one before. */
  past() {
    this.radio.classList.add("past");
  }

  redraw() {
    if (this.networks) for (const network of this.networks) this.items.get(network.variant)?.draw(network);
  }
}

class Thumbnail {
  constructor(label, accuracy) {
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width: WIDE, height: HIGH });
    this.word = document.createElement("b");
    const right = document.createElement("small");
    right.textContent = percent(accuracy);
    right.title = say("variants.right-long", { share: percent(accuracy) });
    label.append(this.canvas, this.word, right);
  }

  show(network) {
    this.word.textContent = network.refusal ? say("variants.nothing") : network.word;
    this.word.classList.toggle("refused", Boolean(network.refusal));
    this.draw(network);
  }

  draw({ image, line }) {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, WIDE, HIGH);
    if (image) drawImage(context, image, tableOf(image, this.canvas));
    else drawLine(context, bytes(line), palette(this.canvas).main);
  }
}

function drawImage(context, { rows, columns, values }, table) {
  const shades = bytes(values);
  const surface = new OffscreenCanvas(columns, rows);
  const brush = surface.getContext("2d");
  const data = brush.createImageData(columns, rows);
  const pixels = new Uint32Array(data.data.buffer);
  // Row 0 is the lowest.
  for (let i = 0; i < shades.length; i++) {
    pixels[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)] = table[shades[i]];
  }
  brush.putImageData(data, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(surface, 0, 0, WIDE, HIGH);
}

function drawLine(context, heights, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  heights.forEach((height, i) => context.lineTo((i / (heights.length - 1)) * WIDE, HIGH - 1 - (height / 255) * (HIGH - 2)));
  context.stroke();
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
