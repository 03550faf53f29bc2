// The list of words that the networks know: what taught each, and an example to hear where there is one.

import { say } from "./say.js";

export class WordList {
  /** `choose(word)` has the example of a word shown. */
  constructor(dialog, choose) {
    this.said = dialog.querySelector(".words-said");
    this.button = dialog.querySelector(".words-play");
    this.chips = [...dialog.querySelectorAll(".chips button")];
    for (const chip of this.chips) chip.addEventListener("click", () => this.#explain(chip));
    this.button.addEventListener("click", () => {
      dialog.close();
      choose(this.word);
    });
  }

  #explain(chip) {
    const { word, clips, voices, rare, example } = chip.dataset;
    for (const one of this.chips) one.setAttribute("aria-pressed", one === chip);
    this.word = word;
    this.said.textContent = say(`words.${rare ? "rare" : "known"}${voices ? "-voices" : ""}`, { word, clips, voices });
    this.button.disabled = !example;
  }
}
