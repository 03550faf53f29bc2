// The page's sentences, which speechcls/ui/wording.py holds: by name, with their values filled in.
// @ts-check

/** @type {Record<string, string>} */
const sentences = JSON.parse(globalThis.document?.getElementById("wording")?.textContent ?? "{}");

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
