// The page's sentences, which speechcls/ui/wording holds: by name, with their values filled in.
// @ts-check

import { localised } from "./numerals.js";

/** @type {Record<string, string>} */
const sentences = JSON.parse(globalThis.document?.getElementById("wording")?.textContent ?? "{}");

const VARIES = /\{(\d)\}/g; // what varies in a phrase
const FILLED = /(„?)\{(\d)(!?)\}/g; // where it is said, as it is after the one mark or before the other
const BEHIND = /(?<=\()[^()]+(?=\))|(?<![\p{L}\d_.,])\d[\d.,]*%/gu; // a number that stands behind a name
const SENTENCES = /(?<=[.!?]) (?=[\p{Lu}“{])/u; // where one ends
const KEPT = 2_000; // texts whose translation is remembered

/** How numbers are written. @type {import("./numerals.js").Marks} */
const MARKS = {
  point: sentences["number.point"] ?? ".",
  thousands: sentences["number.thousands"] ?? ",",
  percent: sentences["number.percent"] ?? "%",
  between: sentences["number.between"] ?? ", ",
};

/** @type {Record<string, string>} what lower layers say in English, in the page's language; empty in English */
const phrases = JSON.parse(globalThis.document?.getElementById("phrases")?.textContent ?? "{}");
/** @typedef {[RegExp, number[], string]} Pattern what fits, its places in the order in which they stand, what is said */
/** @type {Map<boolean, Pattern[]>} by whether they are of several sentences; the longest first, else it fits a shorter */
const patterns = new Map();
/** @type {Map<string, string>} */
const translated = new Map();

/**
 * What pictures, networks and errors say in English, in the page's language: by the phrase that fits, or sentence by
 * sentence; what fits none stays as it is.
 * @param {string} text
 * @param {Record<string, string>} table
 * @returns {string}
 */
export function translate(text, table = phrases) {
  const known = table[text] ?? translated.get(text);
  if (known !== undefined || !text || !Object.keys(table).length) return known ?? text;
  const sentences = text.split(SENTENCES);
  const single = () =>
    sentences.length > 1 ? sentences.map((one) => translate(one, table)).join(" ") : filled(text, false, table);
  const said = filled(text, true, table) ?? single() ?? text;
  if (translated.size >= KEPT) translated.clear();
  translated.set(text, said);
  return said;
}

/**
 * @param {string} text
 * @param {boolean} several whether phrases of several sentences are tried, or those of one
 * @param {Record<string, string>} table
 */
function filled(text, several, table) {
  if (!patterns.size) {
    const longest = Object.entries(table).sort(([one], [other]) => fixed(other) - fixed(one));
    for (const kind of [true, false]) {
      const phrases = longest.filter(([phrase]) => SENTENCES.test(phrase) === kind);
      patterns.set(
        kind,
        phrases.flatMap(([phrase, said]) => pattern(phrase, said)),
      );
    }
  }
  for (const [fits, order, said] of patterns.get(several) ?? []) {
    const found = fits.exec(text);
    if (found)
      return said.replace(FILLED, (_, quote, i, asIs) => {
        const value = found[order.indexOf(Number(i)) + 1];
        const listed = value.replaceAll(" and ", table[" and "] ?? " and ");
        if (quote) return quote + listed;
        if (asIs) return listed.replace(BEHIND, (number) => numeral(number));
        const within = translate(value, table);
        return within === value ? numeral(value) : within;
      });
  }
  return null;
}

/**
 * A number with its unit, or several, as the page's language writes them; any other text as it is. For what is shown by
 * itself: `say` and `translate` do so with their values, and to write a number twice would spoil it.
 * @param {string} text
 */
export function numeral(text) {
  return localised(text, MARKS);
}

/** How much of a phrase doesn't vary. @param {string} phrase */
function fixed(phrase) {
  return phrase.replace(VARIES, "").length;
}

/**
 * @param {string} phrase
 * @param {string} said
 * @returns {Pattern[]}
 */
function pattern(phrase, said) {
  const order = [...phrase.matchAll(VARIES)].map(([, i]) => Number(i));
  if (!order.length) return [];
  const plain = phrase.split(/\{\d\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return [[new RegExp(`^${plain.join("(.+?)")}$`, "s"), order, said]];
}

/**
 * @param {string} name
 * @param {object} values by name
 */
export function say(name, values = {}) {
  const sentence = sentences[name];
  if (sentence === undefined) throw new RangeError(`wording.py has no sentence named ${name}.`);
  const given = new Map(Object.entries(values));
  return sentence.replace(/(„?)\{(\w+)\}/g, (_, quote, name) => {
    const value = `${given.get(name)}`;
    return quote + (quote ? value : numeral(value));
  });
}

/**
 * A word as it was said, between the quotation marks of the page's language.
 * @param {string} word
 */
export function quoted(word) {
  return say("quoted", { word });
}

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : `${error}`;
}
