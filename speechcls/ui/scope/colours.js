// Colour maps for images, and the page's own colours for lines and text.
// @ts-check

/** @import { Colours } from "./protocol.d.ts" */
/** @typedef {ReturnType<typeof palette>} Palette */

const STOPS = {
  magma:
    "000004 0a0822 1d1147 36106b 51127c 6a1c81 832681 9c2e7f b73779 d0416f e75263 f56b5c fc8961 fea772 fec488 fde2a3 fcfdbf",
  signed:
    "053061 175290 2a71b2 3f8ec0 6bacd1 9bc9e0 c2ddec e0ecf3 f7f6f6 fbe5d8 fbccb4 f5aa89 e48066 d05548 ba2832 930e26 67001f",
  signedOnDark: "b9dcff 60a5fa 2c5c9c 1b2c42 171b20 40301c 9a5c1d f59a3c ffe0b8",
  grey: "000000 ffffff",
  cyclic:
    "00c5e0 00bbfd 5baeff 919fff b992ff d886e7 ef7ec4 fc7b9b ff7f6f f8893f e69800 c9a900 a1b82a 6cc35f 00c98e 00caba 00c5e0",
};

/**
 * 256 colours as packed little-endian RGBA, ready for the Uint32 view of an ImageData.
 * @param {string} stops
 */
function table(stops) {
  const rgb = stops.split(" ").map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (rgb.length - 1);
    const k = Math.min(Math.floor(at), rgb.length - 2);
    const [r, g, b] = rgb[k].map((c, j) => Math.round(c + (at - k) * (rgb[k + 1][j] - c)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** @type {Record<string, Uint32Array>} */
const TABLES = Object.fromEntries(Object.entries(STOPS).map(([name, stops]) => [name, table(stops)]));

const OPAQUE = 0xff000000;

/**
 * A packed colour at so many 255ths of its brightness.
 * @param {number} colour
 * @param {number} light
 */
export function dimmed(colour, light) {
  /** @type {(shift: number) => number} */
  const part = (shift) => Math.round((((colour >>> shift) & 255) * light) / 255) << shift;
  return (OPAQUE | part(16) | part(8) | part(0)) >>> 0;
}

/**
 * The 256 colours of an image's map; nought of a signed one takes the ground of the page, light or dark.
 * @param {{ colours: Colours }} image
 * @param {Element} element
 */
export function tableOf(image, element) {
  return TABLES[image.colours === "signed" && element.closest(".dark") ? "signedOnDark" : image.colours];
}

/**
 * The colours in force for an element, light or dark, as its stylesheet names them.
 * @param {Element} element
 */
export function palette(element) {
  const style = getComputedStyle(element);
  /** @type {(name: string) => string} */
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    ink: colour("--scope-ink"),
    faint: colour("--scope-faint"),
    mark: colour("--scope-mark"),
    span: colour("--scope-span"),
    main: colour("--scope-main"),
    quiet: colour("--scope-quiet"),
    second: colour("--scope-second"),
    third: colour("--scope-third"),
    fourth: colour("--scope-fourth"),
    fifth: colour("--scope-fifth"),
  };
}
