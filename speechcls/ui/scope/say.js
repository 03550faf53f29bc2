// The page's sentences, which speechcls/ui/wording.py holds: by name, with their values filled in.
// @ts-check

/** @type {Record<string, string>} */
const sentences = JSON.parse(globalThis.document?.getElementById("wording")?.textContent ?? "{}");

const VARIES = /\{(\d)\}/g; // what varies in a phrase
const KEPT = 2_000; // texts whose translation is remembered

/** @type {Record<string, string>} what lower layers say in English, in the page's language; empty in English */
const phrases = JSON.parse(globalThis.document?.getElementById("phrases")?.textContent ?? "{}");
/** @type {[RegExp, number[], string][]} */
let patterns = [];
/** @type {Map<string, string>} */
const translated = new Map();

/**
 * What pictures, networks and errors say in English, in the page's language: by the phrase that fits, or sentence by
 * sentence; what fits none stays as it is.
 * @param {string} text
 * @param {Record<string, string>} table
 * @returns {string}
 */
export function told(text, table = phrases) {
  const known = table[text] ?? translated.get(text);
  if (known !== undefined || !text || !Object.keys(table).length) return known ?? text;
  const said = filled(text, table) ?? bySentence(text, table);
  if (translated.size >= KEPT) translated.clear();
  translated.set(text, said);
  return said;
}

/**
 * @param {string} text
 * @param {Record<string, string>} table
 */
function filled(text, table) {
  if (!patterns.length) patterns = Object.entries(table).flatMap(([phrase, said]) => pattern(phrase, said));
  for (const [fits, order, said] of patterns) {
    const found = fits.exec(text);
    if (found) return said.replace(VARIES, (_, i) => told(found[order.indexOf(Number(i)) + 1], table));
  }
  return null;
}

/**
 * @param {string} phrase
 * @param {string} said
 * @returns {[RegExp, number[], string][]}
 */
function pattern(phrase, said) {
  const order = [...phrase.matchAll(VARIES)].map(([, i]) => Number(i));
  if (!order.length) return [];
  const plain = phrase.split(/\{\d\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return [[new RegExp(`^${plain.join("(.+?)")}$`, "s"), order, said]];
}

/**
 * @param {string} text
 * @param {Record<string, string>} table
 */
function bySentence(text, table) {
  const sentences = text.split(/(?<=[.!?]) (?=[\p{Lu}“])/u);
  return sentences.length > 1 ? sentences.map((one) => told(one, table)).join(" ") : text;
}

/**
 * @param {string} name
 * @param {object} values by name
 */
export function say(name, values = {}) {
  const sentence = sentences[name];
  if (sentence === undefined) throw new RangeError(`wording.py has no sentence named ${name}.`);
  const given = new Map(Object.entries(values));
  return sentence.replace(/\{(\w+)\}/g, (_, value) => `${given.get(value)}`);
}

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : `${error}`;
}
