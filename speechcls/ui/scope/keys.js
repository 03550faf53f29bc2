// Keys for the whole page, unless text is being typed or a key belongs to the control that Tab led to.
// @ts-check

import { find } from "./dom.js";

const TYPED = "input:not([type=radio], [type=range], [type=checkbox], [type=file])";

/**
 * They rest while the box in the help is unchecked.
 * @param {Record<string, (key: string) => void>} actions what a key does; a digit counts as "1"
 */
export function startKeys(actions) {
  const help = find(document, "#keys", HTMLDialogElement);
  const active = find(document, "#keys-on", HTMLInputElement);
  const free = freedom();
  window.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const at = document.activeElement ?? document.body;
    if (!free(event.key, at)) return;
    if (event.key === "?") help.showModal();
    const act = active.checked && actions[/^[1-9]$/.test(event.key) ? "1" : event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    if (event.key === " " && at instanceof HTMLElement) at.blur(); // or some browsers would press its button, too
    act(event.key);
  });
}

/** Whether a key is free: whoever came to a control by keyboard means that with Space, whoever clicked it doesn't. */
function freedom() {
  let pointed = false;
  const point = () => {
    pointed = true;
  };
  /** @type {(event: KeyboardEvent) => void} */
  const leave = ({ key }) => {
    if (key === "Tab") pointed = false;
  };
  window.addEventListener("pointerdown", point, true);
  window.addEventListener("keydown", leave, true);
  /** @type {(key: string, at: Element) => boolean} */
  const free = (key, at) => {
    if (at.matches(`select, textarea, [contenteditable], ${TYPED}`)) return false;
    return key !== " " || pointed || at === document.body;
  };
  return free;
}
