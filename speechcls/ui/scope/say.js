// The page's sentences, which speechcls/ui/wording.py holds: by name, with their values filled in.

const sentences = JSON.parse(globalThis.document?.getElementById("wording")?.textContent ?? "{}");

export function say(name, values = {}) {
  const sentence = sentences[name];
  if (sentence === undefined) throw new RangeError(`wording.py has no sentence named ${name}.`);
  return sentence.replace(/\{(\w+)\}/g, (_, value) => values[value]);
}
