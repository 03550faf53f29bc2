// What networks say of a changed sound, as a list: word, bar, and what it was before.

import { percent } from "../percent.js";

export function showAnswers(host, answers) {
  const list = document.createElement("ul");
  list.className = "lab-answers";
  list.append(...answers.map(line));
  host.replaceChildren(list);
}

function line({ variant, words, refusal, before }) {
  const [first] = words;
  const item = document.createElement("li");
  const same = before && before.words[0].word === first.word;
  const note = before ? (same ? "still the same word" : `before: “${before.words[0].word}”`) : "";
  item.append(
    piece("lab-who", variant),
    piece("lab-word", `“${first.word}” ${percent(first.probability)}`),
    bar(first.probability),
    piece(`lab-change${before && !same ? " other" : ""}`, [note, refusal].filter(Boolean).join("; ")),
  );
  return item;
}

export function bar(probability) {
  const span = piece("bar", "");
  span.style.setProperty("--share", probability);
  return span;
}

export function piece(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}
