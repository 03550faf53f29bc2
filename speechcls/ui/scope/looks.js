// One click from decibels over mel to what the chapter prints, and back.
// @ts-check

import { all, find } from "./dom.js";
import { CHAPTER, SEEN, settings } from "./settings.js";

/** @import { PageSettings } from "./protocol.d.ts" */

/** @type {Record<string, PageSettings>} */
const LOOKS = { seen: SEEN, chapter: CHAPTER };

/** @param {ParentNode} element the part with the pictures */
export function startLooks(element) {
  const reset = find(element, ".pictures-reset", HTMLButtonElement);
  const radios = all(element, "[name=look]", HTMLInputElement);
  const show = () => {
    const { power, scale } = settings.get();
    reset.disabled = !settings.changes();
    for (const radio of radios) {
      const look = LOOKS[radio.value];
      radio.checked = look.power === power && look.scale === scale;
    }
  };
  for (const radio of radios) radio.addEventListener("change", () => settings.set(LOOKS[radio.value]));
  reset.addEventListener("click", () => settings.reset());
  settings.follow(show);
  show(); // a link may have set some before
}
