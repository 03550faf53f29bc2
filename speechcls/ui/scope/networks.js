// Which network is chosen: by Gradio's radio buttons, by keys and links, and on a phone by the menu at the bottom.
// @ts-check

import { find } from "./dom.js";

/** @import { AnswerView } from "./answer.js" */
/** @import { GlanceCard } from "./protocol.d.ts" */

/** Its name; "" before Gradio has drawn the choice. */
export function chosen() {
  const input = document.querySelector("#variant input:checked");
  return input instanceof HTMLInputElement ? input.value : "";
}

/**
 * Chooses a network, as a click on it does.
 * @param {string | undefined} variant
 */
export function choose(variant = "") {
  const input = document.querySelector(`#variant input[value="${CSS.escape(variant)}"]`);
  if (input instanceof HTMLInputElement && !input.checked) input.click();
}

/**
 * Calls `follower` whenever another network was chosen.
 * @param {(variant: string) => void} follower
 */
export function whenChosen(follower) {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.closest("#variant")) follower(target.value);
  });
}

/** The choice, once Gradio has drawn it and it has stood in the page for a frame. */
export async function drawnChoice() {
  do await new Promise(requestAnimationFrame);
  while (!document.querySelector("#variant input"));
  return find(document, "#variant");
}

/**
 * The menu of networks below the answer.
 * @param {AnswerView} answer
 * @param {GlanceCard[]} cards
 * @param {string} first what is chosen before Gradio has drawn the choice
 */
export function fillMenu({ element }, cards, first) {
  const menu = find(element, ".dock-network", HTMLSelectElement);
  menu.append(...cards.map(({ variant }) => new Option(variant)));
  menu.value = chosen() || first;
  menu.addEventListener("change", () => choose(menu.value));
  whenChosen((variant) => {
    menu.value = variant;
  });
}
