// The page's parts, each started by the Gradio component that carries it, and what joins them.

import { AnswerView } from "./answer.js";
import { Backend } from "./backend.js";
import { startClass } from "./class_mode.js";
import { startKeys } from "./keys.js";
import * as link from "./link.js";
import { Listening } from "./live/listen.js";
import { PanelView } from "./panel.js";
import { say } from "./say.js";
import { CHAPTER, SEEN, settings } from "./settings.js";
import { SoundBar } from "./sound.js";
import { startTheme } from "./theme.js";
import { TrainingView } from "./training.js";
import { Turns } from "./turns.js";
import { VariantRow } from "./variants.js";
import { WaveformMark } from "./waveform_mark.js";
import { WordList } from "./word_list.js";

const PICTURES = ["waveform", "spectrum", "spectrogram", "mel-filters"];
const REST = 120; // ms

/** @type {Record<string, any>} until this module is typed */
export const parts = {};
// The turns whose sound and second the pictures show, and the answer is about. An answer by another network that was
// chosen meanwhile can be one about the sound before, or come in the place of the one that was waited for.
const about = { pictures: 0, answer: 0, repeated: 0 };
const turns = new Turns(() => parts.sound.say(say(parts.backend.local ? "engine.slow" : "silence"), true));

export function startSound({ element, props, hear, upload }) {
  const ask = (sound, offer) => {
    parts.listen?.hold();
    turns.ask({ offer, send: (turn) => parts.backend.hear({ ...sound, turn, settings: settings.changes() }, hear) });
  };
  const listen = () => parts.listen?.toggle();
  const { engine, ...given } = props.settings;
  parts.backend = answering({ ...given, ...engine });
  const bring = (file) => parts.backend.upload(file, upload);
  parts.sound = new SoundBar(element.querySelector(".sound"), { ...given, ask, upload: bring, listen });
  parts.strip = new PanelView(element.querySelector(".strip"), "", { bare: true });
  parts.words = new WordList(document.querySelector("#words"), (word) => parts.sound.choose(word));
  startTheme(document.querySelector(".theme"));
  copying(document.querySelector(".copy-link"));
  startKeys({
    " ": () => parts.sound.listen.click(),
    1: (digit) => document.querySelectorAll("#variant input")[digit - 1]?.click(),
    f: startClass(...[".class-enter", ".class-leave"].map((name) => document.querySelector(name))),
    w: () => document.querySelector("#words").showModal(),
  });
  join();
}

/** The address, which holds all that the page shows, into the clipboard. */
function copying(button) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = say("take.copied");
      setTimeout(() => (button.textContent = say("take.link")), 2_000);
    } catch {
      window.prompt(say("take.link"), location.href); // where a browser forbids the clipboard
    }
  });
}

/** Who answers; all that comes from this browser goes the way of what comes from a server. */
function answering(given) {
  return new Backend({
    ...given,
    choose,
    variant: chosen,
    settings: () => settings.get(),
    shown: (pictures) => parts.shown(pictures),
    answered: (answer) => parts.asker.show(answer),
    tell: (sentence, isError) => parts.sound.say(sentence, isError),
    changed: (note) => {
      if (parts.listen.state !== "listening") parts.sound.repeat(note);
      else parts.listen.connect().then(() => note && parts.sound.say(note, true));
    },
  });
}

export function startLive({ element }) {
  parts.live = element.querySelector(".listening");
  join();
}

/** Listening takes all parts, which Gradio starts in any order. */
function join() {
  const { sound, grid, inputs, asker, live, cards } = parts;
  if (parts.listen || !sound || !grid || !inputs || !asker || !live || !cards) return;
  parts.marks = [new WaveformMark(parts.views.waveform, moved), new WaveformMark(parts.strip, moved, { silent: true })];
  parts.answer = new AnswerView(asker.element.querySelector(".answer"), inputs);
  const views = { ...parts.views, strip: parts.strip };
  const { marks, answer } = parts;
  const moving = () => parts.row?.past();
  const { backend } = parts;
  parts.listen = new Listening({ element: live, sound, views, marks, answer, variant: chosen, moving, backend });
  dock();
  begin();
  document.addEventListener("change", ({ target }) => target.closest("#variant") && parts.listen.choose(chosen()));
  // Gradio's own choice of a network comes after the modules on a slow line, and all of them ask which is chosen.
  drawn("#variant input").then(() => {
    parts.row = new VariantRow(document.querySelector("#variant"), parts.cards);
    if (parts.first.networks) parts.row.show(parts.first.networks);
    if (link.read().variant) choose(link.read().variant);
    backend.stand(sound.element.querySelector(".engine"), document.querySelector("#variant"));
    document.addEventListener("change", ({ target }) => {
      if (target.closest("#variant") && backend.local) parts.asker.again();
      if (target.closest("#variant")) link.write({ variant: target.value }, { quietly: target.value === link.read().variant });
    });
    [sound.element, document.querySelector("#variant")].forEach(early.ready);
  });
}

/** The sound that the page opens with: that of the link, or one that came with the page and is drawn at once. Either is
 * then chosen on the server as any other. */
function begin() {
  const { first, sound } = parts;
  const wanted = link.read();
  settings.restore(wanted);
  const linked = sound.has(wanted.sound);
  if (!linked && !settings.changes()) draw(first.pictures.panels);
  if (!linked) parts.asker.show(first.answer);
  sound.open(linked ? wanted.sound : first.example);
  settings.follow(() => link.write(settings.asText(), { quietly: true }));
  link.follow((state) => {
    settings.restore(state);
    choose(state.variant ?? first.answer.variant);
    if ((state.sound ?? first.example) !== sound.example && sound.has(state.sound ?? first.example)) {
      sound.choose(state.sound ?? first.example);
    }
  });
}

/** Chooses a network, as a click on it does. */
function choose(variant) {
  const input = document.querySelector(`#variant input[value="${CSS.escape(variant)}"]`);
  if (input && !input.checked) input.click();
}

/** On a phone the word stays in sight at the bottom, with what is needed most. */
function dock() {
  const [play, network] = [".dock-play", ".dock-network"].map((name) => parts.answer.element.querySelector(name));
  play.addEventListener("click", () => parts.sound.replay.click());
  network.append(...parts.cards.map(({ variant }) => new Option(variant)));
  network.value = chosen() ?? parts.first.answer.variant;
  network.addEventListener("change", () => choose(network.value));
  document.addEventListener("change", ({ target }) => target.closest("#variant") && (network.value = target.value));
}

/** The element, once it has stood in the page for a frame. */
async function drawn(selector) {
  do await new Promise(requestAnimationFrame);
  while (!document.querySelector(selector));
  return document.querySelector(selector);
}

/** The network that is chosen. */
function chosen() {
  return document.querySelector("#variant input:checked")?.value;
}

export function startPictures({ element, props, watch, move }) {
  parts.grid = element.querySelector(".pictures");
  parts.first = { ...parts.first, ...props.settings };
  parts.views = Object.fromEntries(PICTURES.map((name) => [name, new PanelView(parts.grid, say("pictures.wait"))]));
  parts.move = (asked) => parts.backend.move(asked, move);
  looks(element);
  let resting = null; // a slider that moves keeps the server for its own picture: these follow once it rests
  settings.follow(() => {
    clearTimeout(resting);
    resting = setTimeout(redraw, REST);
  });
  const redraw = () => {
    if (!parts.answer?.answered || parts.views.waveform.live) return; // the moving pictures follow by themselves
    turns.ask({ again: true, send: (turn) => parts.move({ turn, settings: settings.changes() }) });
  };
  parts.shown = (shown) => {
    const question = turns.answered(shown?.turn);
    if (!question) return;
    if (shown.error) {
      parts.sound.refuse(shown.error);
      return;
    }
    if (parts.listen?.live) return; // Listen was pressed meanwhile
    if (question.again && parts.views.waveform.live) return; // drawn for the sound before
    draw(shown.panels);
    if (question.again) return; // the same second, drawn by other settings
    about.pictures = parts.grid.dataset.turn = shown.turn;
    setTimeout(agree, REST);
    parts.lab?.refresh();
    parts.frontEnds?.refresh();
    parts.look?.();
    if (question.offer) accept(question.offer, shown.warning);
    for (const mark of parts.marks) mark.show(shown);
  };
  watch("value", () => parts.shown(props.value));
  // Gradio marks dark mode by a class on the body; the pictures take their colours from the stylesheet again.
  new MutationObserver(recolour).observe(document.body, { attributeFilter: ["class"] });
  join();
}

/** A sound is there; an example stands in the link, someone's own sound never does. */
function accept(offer, warning) {
  parts.sound.accept(offer, warning);
  const quietly = offer.example === parts.first.example && !link.read().sound;
  if (!quietly) link.write({ sound: offer.example ?? null }, { quietly: !offer.example });
}

/** Another second of the sound was chosen by hand. */
export function moved(start) {
  for (const mark of parts.marks) mark.follow(start);
  turns.ask({ send: (turn) => parts.move({ start, turn, settings: settings.changes() }) });
}

/** The waveform is drawn twice: large, and as the strip beside the buttons. */
function draw(panels) {
  for (const [name, panel] of Object.entries(panels)) parts.views[name].show(panel);
  if (panels.waveform) parts.strip.show(panels.waveform);
}

/** One click from decibels over mel to what the chapter prints, and back. */
function looks(element) {
  const reset = element.querySelector(".pictures-reset");
  const looks = { seen: SEEN, chapter: CHAPTER };
  const radios = [...element.querySelectorAll("[name=look]")];
  for (const radio of radios) radio.addEventListener("change", () => settings.set(looks[radio.value]));
  reset.addEventListener("click", () => settings.reset());
  settings.follow((now) => {
    reset.disabled = !settings.changes();
    for (const radio of radios) {
      radio.checked = Object.entries(looks[radio.value]).every(([name, value]) => now[name] === value);
    }
  });
}

export function startInputs({ element }) {
  parts.inputs = element.querySelector(".inputs");
  join();
}

export function startAnswer({ element, props, watch, again }) {
  parts.first = { ...parts.first, ...props.settings };
  const show = (answer) => {
    if (!answer || turns.givenUp(answer.turn, about.pictures)) return;
    about.answer = answer.turn;
    if (agree() || (answer.turn < about.pictures && !answer.gone)) return;
    if (answer.gone && parts.answer.answered && !parts.listen?.live) parts.sound.say(answer.gone, true);
    parts.answer.show(parts.listen?.live ? { sees: answer.sees } : answer);
    parts.answer.element.dataset.turn = answer.turn;
    parts.training?.show(answer.variant);
    // Another network was chosen while the sound was on its way to this one.
    if ((chosen() ?? answer.variant) !== answer.variant) parts.asker.again();
  };
  parts.asker = { element, again: () => parts.backend.again(again), show };
  watch("value", () => parts.answer && !parts.backend.local && show(props.value));
  join();
  if (parts.answer) show(props.value); // of a network that was chosen before this module came
}

/** The row of networks asks for itself, behind the answer that is waited for; of many sounds only for the last. */
export function startVariants({ props, watch, look }) {
  Object.assign(parts, { cards: props.settings.cards, first: { ...parts.first, networks: props.settings.networks } });
  const questions = new Turns(() => {});
  parts.look = () => (parts.backend.local ? parts.row.past() : questions.ask({ send: (turn) => look({ turn }) }));
  watch("value", () => {
    if (!questions.answered(props.value?.turn) || parts.listen?.live) return;
    parts.row?.show(props.value.networks);
  });
  join();
}

/** Asks once more, where the answer is about an earlier sound or second than the pictures; says whether it does. */
function agree() {
  const asks = about.answer < about.pictures && about.repeated < about.pictures;
  if (asks) {
    about.repeated = about.pictures;
    parts.asker.again();
  }
  return asks;
}

export function startTraining({ element, props }) {
  parts.training = new TrainingView(element.querySelector(".training"), props.settings.variants);
  parts.training.show(props.settings.best);
}

function recolour() {
  const others = [parts.answer, parts.training, parts.lab, parts.frontEnds, parts.results, parts.listen?.timeline];
  const drawn = others.flatMap((part) => part?.views ?? part?.view ?? []);
  for (const view of [...Object.values(parts.views ?? {}), parts.strip, ...drawn]) view?.redraw(true);
  parts.row?.redraw();
}
