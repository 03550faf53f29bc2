// Where the keyboard is in the list of own words, found again once the list is drawn anew.
// @ts-check

import { all } from "../dom.js";

const CONTROLS = "button, input, select";

/**
 * Gives what brings the focus back once the list is drawn anew: to the same control of the same take or word; where
 * that is gone, of the take that came in its place, or to the first of the word that did.
 * @param {HTMLElement} list
 * @param {HTMLElement} otherwise where no word is left
 */
export function keptFocus(list, otherwise) {
  const focused = document.activeElement;
  const entry = focused?.closest(".own-entry");
  if (!(focused instanceof HTMLElement) || !(entry instanceof HTMLElement)) return () => {};
  const take = all(entry, ".own-take").find((one) => one.contains(focused));
  const control = all(take ?? entry, CONTROLS).indexOf(focused);
  const [word, place] = [all(list, ".own-entry").indexOf(entry), all(entry, ".own-take").indexOf(take ?? entry)];
  return () => {
    const [entries, takes] = [all(list, ".own-entry"), all(list, ".own-take")];
    const same = entries.find((one) => one.dataset.word === entry.dataset.word);
    const others = same ? all(same, ".own-take") : [];
    const successor = others[Math.min(place, others.length - 1)];
    const within = take ? (takes.find((one) => one.dataset.number === take.dataset.number) ?? successor) : same;
    const instead = same ?? entries[Math.min(word, entries.length - 1)];
    const found = within ? all(within, CONTROLS)[control] : instead && all(instead, CONTROLS)[0];
    (found ?? otherwise).focus({ preventScroll: true });
  };
}
