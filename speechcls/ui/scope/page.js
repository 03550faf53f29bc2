// The page's components, each started by Gradio in any order, and what joins them once all are there.
// @ts-check

import { AnswerView } from "./answer.js";
import { Backend } from "./backend.js";
import { ChosenSecond, draw, shownSound } from "./chosen_second.js";
import { startClass } from "./class_mode.js";
import { copy } from "./copy.js";
import { all, find } from "./dom.js";
import { startKeys } from "./keys.js";
import * as link from "./link.js";
import { Listening } from "./live/listen.js";
import { LongerSound } from "./live/longer.js";
import { startLooks } from "./looks.js";
import { choose, chosen, drawnChoice, fillMenu, whenChosen } from "./networks.js";
import { leave } from "./opening.js";
import { PanelView } from "./panel.js";
import { parts } from "./parts.js";
import { filled, linesOf } from "./python.js";
import { say } from "./say.js";
import { settings } from "./settings.js";
import { SoundBar, unique } from "./sound.js";
import { startTheme } from "./theme.js";
import { TrainingView } from "./training.js";
import { Turns } from "./turns.js";
import { VariantRow } from "./variants.js";
import { WaveformMark } from "./waveform_mark.js";
import { WordList } from "./word_list.js";

/** @import { AnswerSettings, AnswerShown, GlancesAnswer, GlancesQuestion, HearQuestion } from "./protocol.d.ts" */
/** @import { MoveQuestion, PicturesAnswer, PicturesSettings, SoundSettings, SoundWords } from "./protocol.d.ts" */
/** @import { TrainingSettings, VariantsSettings } from "./protocol.d.ts" */
/** @import { Asker } from "./parts.js" */
/** @import { Comparison } from "./live/connection.js" */

/**
 * @template Settings, Value
 * @typedef {object} Given by the Gradio component that carries a part
 * @property {ParentNode} element
 * @property {{ settings: Settings, value?: Value | null }} props
 * @property {(name: "value", changed: () => void) => void} watch
 */
/**
 * @typedef {object} Sends
 * @property {(question: HearQuestion) => void} hear
 * @property {(file: File) => Promise<{ path: string }>} upload
 */

const second = new ChosenSecond();
parts.second = second;

export { parts };

/** @param {Omit<Given<SoundSettings, null>, "watch"> & Sends} given */
export function startSound({ element, props, hear, upload }) {
  const backend = answering(props.settings);
  const sound = new SoundBar(find(element, ".sound"), props.settings, {
    ask: (source, offer) => {
      parts.listen?.hold();
      const { file } = offer;
      let asked = { ...source, file };
      let sent = false;
      /** @type {(turn: number) => Promise<void>} */
      const send = async (turn) => {
        const again = sent && file; // the server deletes a file once it has read it
        sent = true;
        if (again) asked = { ...asked, ...(await sound.upload(unique(file)).catch(() => ({}))) };
        backend.hear({ ...asked, turn, settings: settings.changes() }, hear);
      };
      second.ask({ offer, send });
    },
    upload: (file) => backend.upload(file, upload),
    listen: () => parts.listen?.toggle(),
  });
  const words = find(document, "#words", HTMLDialogElement);
  const strip = new PanelView(find(element, ".strip"), "", { bare: true });
  Object.assign(parts, { backend, sound, strip, words: new WordList(words, (word) => sound.choose(word)) });
  startTheme(find(document, ".theme"), () => recolour(true));
  const copying = find(document, ".copy-link");
  copying.addEventListener("click", () => copy(copying, location.href, "take.link"));
  startKeys({
    " ": () => sound.listen.click(),
    1: (digit) => all(document, "#variant input")[Number(digit) - 1]?.click(),
    f: startClass(find(document, ".class-enter"), find(document, ".class-leave")),
    w: () => words.showModal(),
  });
  join();
}

/**
 * Who answers; all that comes from this browser goes the way of what comes from a server.
 * @param {SoundSettings} given
 */
function answering(given) {
  return new Backend(given, {
    choose,
    variant: chosen,
    settings: () => settings.get(),
    shown: (pictures) => parts.shown?.(pictures),
    answered: (answer) => parts.asker?.show(answer),
    worded: (told) => parts.worded?.(told),
    tell: (sentence, isError) => parts.sound?.say(sentence, isError),
    changed: () => (parts.listen?.state === "listening" ? parts.listen.connect() : parts.sound?.repeat()),
  });
}

/** @param {Given<null, SoundWords> & { words: (question: { turn: number }) => void }} given */
export function startLive({ element, props, watch, words }) {
  const questions = new Turns(() => {});
  parts.live = find(element, ".listening");
  parts.worded = (told) => {
    if (told && questions.answered(told.turn) && !parts.listen?.live) parts.longer?.show(told);
  };
  parts.askWords = () => questions.ask({ send: (turn) => parts.backend?.words(turn, words) });
  watch("value", () => parts.worded?.(props.value));
  join();
}

/** @param {{ element: ParentNode }} given */
export function startInputs({ element }) {
  parts.inputs = find(element, ".inputs");
  join();
}

/** Listening takes all parts. */
function join() {
  const { backend, sound, strip, grid, views, inputs, asker, live, cards } = parts;
  if (parts.listen || !backend || !sound || !strip || !grid || !views || !inputs || !asker || !live || !cards) return;
  const marks = [new WaveformMark(views.waveform, moved), new WaveformMark(strip, moved, { silent: true })];
  const answer = new AnswerView(find(asker.element, ".answer"), inputs);
  const moving = () => {
    parts.row?.past();
    parts.lab?.past();
  };
  const waves = [views.waveform, strip];
  const longer = new LongerSound(find(document, ".longer"), { waves, marks, move: moved });
  /** @type {Comparison} */
  const comparison = { pair: () => parts.frontEnds?.pair ?? null, drawn: (told) => parts.frontEnds?.live(told) };
  const given = { sound, views: { ...views, strip }, marks, answer, variant: chosen, moving, backend, comparison };
  const listen = new Listening(live, given);
  Object.assign(parts, { marks, answer, listen, longer });
  // On a phone the word stays in sight at the bottom, with what is needed most.
  find(answer.element, ".dock-play").addEventListener("click", () => sound.replay.click());
  answer.inputs.python = (variant) =>
    filled(cards.find((card) => card.variant === variant)?.python ?? "", shownSound());
  fillMenu(answer, cards, parts.first.answer?.variant ?? "");
  begin(sound, asker);
  whenChosen((variant) => listen.choose(variant));
  whenChosen(() => !longer.element.hidden && parts.askWords?.());
  // Gradio's own choice of a network comes after the modules on a slow line, and all of them ask which is chosen.
  drawnChoice()
    .then((radio) => {
      parts.row = new VariantRow(radio, cards);
      if (parts.first.networks) parts.row.show(parts.first.networks);
      choose(link.read().variant);
      backend.stand(find(sound.element, ".engine"), radio);
      whenChosen((variant) => {
        if (backend.local) asker.again();
        link.write({ variant });
      });
      for (const part of [sound.element, radio]) early.ready(part);
    })
    .finally(leave);
}

/**
 * The sound that the page opens with: that of the link, or one that came with the page and is drawn at once. Either is
 * then chosen on the server as any other.
 * @param {SoundBar} sound
 * @param {Asker} asker
 */
function begin(sound, asker) {
  const { pictures, answer, example = "" } = parts.first;
  const wanted = link.read();
  settings.restore(wanted);
  const linked = sound.has(wanted.sound);
  if (!linked && !settings.changes() && pictures) draw(pictures.panels);
  if (!linked) asker.show(answer);
  sound.open(linked ? wanted.sound : example, parts.backend?.note);
  settings.follow(() => link.write(settings.asText(), { quietly: true }));
  link.follow((state) => {
    settings.restore(state);
    choose(state.variant ?? answer?.variant);
    const name = state.sound ?? (sound.example ? example : ""); // someone's own sound stands in no address, and stays
    if (name !== sound.example && sound.has(name)) sound.choose(name);
  });
}

/** @param {Given<PicturesSettings, PicturesAnswer> & { move: (question: MoveQuestion) => void }} given */
export function startPictures({ element, props, watch, move }) {
  const grid = find(element, ".pictures");
  const picture = () => new PanelView(grid, say("pictures.wait"));
  const views = { waveform: picture(), spectrum: picture(), spectrogram: picture(), "mel-filters": picture() };
  const { pictures, example, python } = props.settings;
  for (const [name, view] of Object.entries(views))
    view.python = () => linesOf(python, name, shownSound(), settings.get());
  parts.first = { ...parts.first, pictures, example };
  Object.assign(parts, { grid, views });
  parts.move = (question) => parts.backend?.move(question, move);
  parts.shown = (shown) => second.showPictures(shown, true);
  settings.restore(link.read());
  if (!link.read().sound && !settings.changes()) draw(pictures.panels); // nobody waits for the other parts to see a sound
  startLooks(element);
  second.followSettings();
  watch("value", () => second.showPictures(props.value, false));
  // Gradio marks dark mode by a class on the body; the pictures take their colours from the stylesheet again.
  new MutationObserver(() => recolour()).observe(document.body, { attributeFilter: ["class"] });
  join();
}

/**
 * Another second of the sound was chosen by hand.
 * @param {number} start s
 */
export function moved(start) {
  second.move(start);
}

/** @param {Given<AnswerSettings, AnswerShown> & { again: () => void }} given */
export function startAnswer({ element, props, watch, again }) {
  parts.first = { ...parts.first, answer: props.settings.answer };
  parts.asker = { element, again: () => parts.backend?.again(again), show: (answer) => second.showAnswer(answer) };
  watch("value", () => parts.answer && !parts.backend?.local && second.showAnswer(props.value));
  join();
  if (parts.answer) second.showAnswer(props.value); // of a network that was chosen before this module came
}

/**
 * The row of networks asks for itself, behind the answer that is waited for; of many sounds only for the last.
 * @param {Omit<Given<VariantsSettings, GlancesAnswer>, "element"> & { look: (question: GlancesQuestion) => void }} given
 */
export function startVariants({ props, watch, look }) {
  const { cards, networks } = props.settings;
  const questions = new Turns(() => parts.row?.only());
  const ask = () => {
    const about = second.forServer;
    if (about) questions.ask({ send: (turn) => look({ turn, ...about }) });
    else parts.row?.only();
  };
  Object.assign(parts, { cards, look: ask, first: { ...parts.first, networks } });
  watch("value", () => {
    if (!props.value || !questions.answered(props.value.turn)) return;
    if (parts.listen?.live || !second.forServer) return;
    if (parts.row) parts.row.show(props.value.networks);
    else Object.assign(parts, { first: { ...parts.first, networks: props.value.networks } });
  });
  join();
  if (!networks.length) ask(); // about the first example: a server that starts has asked one network alone
}

/** @param {Omit<Given<TrainingSettings, null>, "watch">} given */
export function startTraining({ element, props }) {
  parts.training = new TrainingView(find(element, ".training"), props.settings.variants);
  parts.training.show(props.settings.best);
}

/** Pictures take their colours anew: before the next frame, or `now`. */
function recolour(now = false) {
  const { answer, training, lab, frontEnds, results, listen, row, strip, views = {} } = parts;
  const several = [answer, training, lab, frontEnds, results].flatMap((part) => part?.views ?? []);
  for (const view of [...Object.values(views), strip, ...several, listen?.timeline.view]) {
    view?.redraw(true);
    if (now) view?.paint();
  }
  row?.redraw();
}
