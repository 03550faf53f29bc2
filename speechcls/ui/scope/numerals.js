// Numbers within a sentence, written as its language writes them: the twin of speechcls/ui/wording/numerals.py.
// @ts-check

const NUMERAL = /(?<![\d.,])(\d+(?:,\d{3})*)(?:\.(\d+))?(?!\.?\d)/g; // as English has it; no version, no address
const WORD = /\p{L}+/gu;
const UNITS = new Set(["dB", "dBFS", "Hz", "kHz", "k", "s", "ms", "rad", "MB", "kB", "e", "x"]); // e as in 1e-05

/** @typedef {{ point: string, thousands: string, percent: string, between: string }} Marks within, after, between */

/**
 * English numerals as a language writes them, in a text of numbers and units alone; any other text as it is.
 * @param {string} text
 * @param {Marks} marks
 */
export function localised(text, { point, thousands, percent, between }) {
  if (!(text.match(WORD) ?? []).every((word) => UNITS.has(word))) return text;
  const listed = text.includes(".") ? text.replaceAll(", ", between) : text;
  return listed
    .replace(
      NUMERAL,
      (_, whole, decimals) => whole.replaceAll(",", thousands) + (decimals === undefined ? "" : point + decimals),
    )
    .replace(/(?<=\d)%/g, percent);
}
