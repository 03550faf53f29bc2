// How loud the sound is that arrives, and what to do where it is too loud or too quiet.
// @ts-check

import { find } from "../dom.js";
import { numeral, say } from "../say.js";
import { RATE } from "./resample.js";

const FLOOR = -60; // dBFS, the left end
const QUIET = -45; // dBFS
const PATIENCE = 4 * RATE; // samples without anything louder, until that is said
const CLIPPED = 0.995; // of full scale
const HOLD = 2 * RATE; // samples for which clipping is said
const FALL = 20; // dB a second

const HINTS = {
  clipping: say("meter.clipping"),
  quiet: say("meter.quiet"),
};

const little = matchMedia("(prefers-reduced-motion: reduce)");

export class Meter {
  heard = 0; // samples
  clippedAt = -Infinity; // samples
  loudAt = 0; // samples
  said = 0; // samples
  level = FLOOR; // dBFS
  /** @type {number | null} */
  #request = null;

  /**
   * Fills `host`: a bar of the level in dBFS, the rate and name of the device, and a hint where one is due.
   * @param {HTMLElement} host
   */
  constructor(host) {
    host.classList.add("live-meter");
    host.innerHTML =
      `<span class="live-meter-label" id="live-level">${say("meter.level")}</span>` +
      '<span class="live-meter-bar" role="meter" aria-labelledby="live-level"><span></span></span>' +
      '<output class="live-meter-value" aria-live="off"></output>' +
      '<span class="live-meter-device"></span><span class="live-meter-hint" role="status"></span>';
    this.bar = find(host, ".live-meter-bar");
    this.fill = find(this.bar, "span");
    this.value = find(host, ".live-meter-value");
    this.about = find(host, ".live-meter-device");
    this.hint = find(host, ".live-meter-hint");
    this.bar.setAttribute("aria-valuemin", `${FLOOR}`);
    this.bar.setAttribute("aria-valuemax", "0");
    this.clear();
  }

  /** @param {{ rate: number, label: string }} device */
  device({ rate, label }) {
    this.about.textContent = [numeral(`${Number((rate / 1000).toFixed(2))} kHz`), label].filter(Boolean).join(" · ");
  }

  clear() {
    this.heard = this.loudAt = this.said = 0;
    this.clippedAt = -Infinity;
    this.about.textContent = "";
    this.fall();
  }

  /** Nothing comes any more. */
  fall() {
    this.level = FLOOR;
    this.#draw(true);
  }

  /**
   * Samples at 16 kHz, as they come.
   * @param {Float32Array} block
   */
  push(block) {
    let [peak, energy] = [0, 0];
    for (const sample of block) {
      peak = Math.max(peak, Math.abs(sample));
      energy += sample * sample;
    }
    const level = 10 * Math.log10(energy / block.length + 1e-12);
    this.heard += block.length;
    this.level = Math.max(level, this.level - (FALL * block.length) / RATE, FLOOR);
    if (peak >= CLIPPED) this.clippedAt = this.heard;
    if (level > QUIET || !peak) this.loudAt = this.heard; // of zeros alone, silence.js tells
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#draw();
    });
  }

  /** The bar at each frame; numbers and hints four times a second, so that they can be read. */
  #draw(now = false) {
    const due = now || this.heard - this.said >= RATE / 4;
    const share = Math.min(1, 1 - this.level / FLOOR);
    if (due || !little.matches) this.fill.style.transform = `scaleX(${share.toFixed(3)})`;
    if (!due) return;
    this.said = this.heard;
    const text = this.heard ? `${Math.round(this.level)} dBFS` : "";
    this.value.textContent = text;
    this.bar.setAttribute("aria-valuenow", `${Math.round(this.level)}`);
    this.bar.setAttribute("aria-valuetext", text || "no sound yet");
    const clipping = this.heard - this.clippedAt < HOLD;
    const quiet = this.heard - this.loudAt > PATIENCE;
    const hint = clipping ? HINTS.clipping : quiet ? HINTS.quiet : "";
    this.bar.classList.toggle("clipping", clipping);
    if (this.hint.textContent !== hint) this.hint.textContent = hint;
  }
}
