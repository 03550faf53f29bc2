// A Panel as it travels (see speechcls/plots/panel.py), back into arrays; one made in this browser holds them already.
// @ts-check

/** @import { Place } from "./cursor.js" */
/** @import { Scroll } from "./live/scroll.js" */
/** @import { AxisJson, ImageJson, PanelJson, Role } from "./protocol.d.ts" */

/** @typedef {Omit<AxisJson, "names" | "ticks"> & Partial<Pick<AxisJson, "names" | "ticks">>} Axis */
/**
 * @typedef {object} Line
 * @property {string} name
 * @property {Role} role
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {boolean} [dashed]
 * @property {boolean} [reduced] each two points are the smallest and the largest of a stretch
 */
/** @typedef {Omit<ImageJson, "values" | "light" | "factor"> & { values: Float32Array, light: Uint8Array | null }} Image */
/**
 * @typedef {object} Picture what a Panel and a picture that moves have in common
 * @property {string} title
 * @property {string} subtitle
 * @property {string} description
 * @property {Axis} x
 * @property {Axis} y
 * @property {Line[]} lines
 * @property {import("./protocol.d.ts").MarkJson[]} [marks]
 * @property {number[] | null} span
 */
/** @typedef {Picture & { image: Image | null }} Panel */
/**
 * @typedef {Picture & { image: Scroll | null, ground?: Line[], read?: (at: Place) => string[] }} MovingPanel
 * `ground` are lines that never move, `read` gives the words for what is pointed at
 */
/** @typedef {PanelJson | Panel} Drawable a picture as it travels, or as it is made in this browser */
/**
 * @template T
 * @typedef {T extends PanelJson ? Drawable : T extends object ? { [K in keyof T]: Drawn<T[K]> } : T} Drawn
 * what travels, or is made in this browser, with its pictures
 */
/** @typedef {{ left: number, top: number, width: number, height: number, ratio: number }} Plot in px; device pixels a px */

/** @param {string} base64 */
function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** @param {string} base64 */
function floats(base64) {
  return new Float32Array(bytes(base64).buffer);
}

/**
 * Half-precision floats, little-endian, as Float32Array.
 * @param {string} base64
 */
export function halves(base64) {
  const raw = new Uint16Array(bytes(base64).buffer);
  return Float32Array.from(raw, (h) => {
    const sign = h & 0x8000 ? -1 : 1;
    const exponent = (h >> 10) & 0x1f;
    const fraction = h & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/**
 * @param {Drawable} panel
 * @returns {Panel}
 */
export function decode(panel) {
  if (isDecoded(panel)) return panel;
  return {
    ...panel,
    lines: panel.lines.map((line) => ({ ...line, x: floats(line.x), y: floats(line.y) })),
    image: panel.image && {
      ...panel.image,
      values: scaled(halves(panel.image.values), panel.image.factor),
      light: panel.image.light === null ? null : bytes(panel.image.light),
    },
  };
}

/**
 * @param {Drawable} panel
 * @returns {panel is Panel}
 */
function isDecoded(panel) {
  return typeof (panel.lines[0]?.x ?? panel.image?.values) !== "string";
}

/**
 * @param {Float32Array} values
 * @param {number} factor
 */
function scaled(values, factor) {
  return values.map((value) => value * factor);
}
