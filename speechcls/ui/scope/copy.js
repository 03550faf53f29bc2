// Text into the clipboard, which the button that was clicked then says.
// @ts-check

import { say } from "./say.js";

const SAID = 2_000; // ms

/**
 * @param {HTMLElement} button
 * @param {string} text
 * @param {string} name of the sentence that the button has at other times
 */
export async function copy(button, text, name) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    window.prompt(say(name), text); // where a browser forbids the clipboard
    return;
  }
  button.textContent = say("take.copied");
  setTimeout(() => {
    button.textContent = say(name);
  }, SAID);
}
