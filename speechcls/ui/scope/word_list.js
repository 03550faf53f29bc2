// The list of words that the networks know: what taught each, and an example to hear where there is one.
// @ts-check

import { all, find } from "./dom.js";
import { say } from "./say.js";

export class WordList {
  word = "";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(word: string) => void} choose has the example of a word shown
   */
  constructor(dialog, choose) {
    this.said = find(dialog, ".words-said");
    this.button = find(dialog, ".words-play", HTMLButtonElement);
    this.chips = all(dialog, ".chips button");
    for (const chip of this.chips) chip.addEventListener("click", () => this.#explain(chip));
    this.button.addEventListener("click", () => {
      dialog.close();
      choose(this.word);
    });
  }

  /** @param {HTMLElement} chip */
  #explain(chip) {
    const { word = "", clips, voices, rare, example } = chip.dataset;
    for (const one of this.chips) one.setAttribute("aria-pressed", `${one === chip}`);
    this.word = word;
    this.said.textContent = say(`words.${rare ? "rare" : "known"}${voices ? "-voices" : ""}`, { word, clips, voices });
    this.button.disabled = !example;
  }
}
