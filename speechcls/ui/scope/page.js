// The page's components, each started by Gradio in any order, and what joins them once all are there.
// @ts-check

import { AnswerView } from "./answer.js";
import { Backend } from "./backend.js";
import { startClass } from "./class_mode.js";
import { copy } from "./copy.js";
import { all, find } from "./dom.js";
import { startKeys } from "./keys.js";
import * as link from "./link.js";
import { Listening, SESSION } from "./live/listen.js";
import { LongerSound } from "./live/longer.js";
import { startLooks } from "./looks.js";
import { choose, chosen, drawnChoice, fillMenu, whenChosen } from "./networks.js";
import { PanelView } from "./panel.js";
import { parts } from "./parts.js";
import { filled, linesOf } from "./python.js";
import { say } from "./say.js";
import { settings } from "./settings.js";
import { SoundBar } from "./sound.js";
import { startTheme } from "./theme.js";
import { TrainingView } from "./training.js";
import { Turns } from "./turns.js";
import { VariantRow } from "./variants.js";
import { WaveformMark } from "./waveform_mark.js";
import { WordList } from "./word_list.js";

/** @import { Drawable } from "./decode.js" */
/** @import { AnswerSettings, AnswerShown, GlancesAnswer, HearQuestion, MoveQuestion } from "./protocol.d.ts" */
/** @import { PicturesAnswer, PicturesSettings, SoundSettings, SoundWords, TrainingSettings } from "./protocol.d.ts" */
/** @import { VariantsSettings } from "./protocol.d.ts" */
/** @import { Asker, Parts } from "./parts.js" */
/** @import { Comparison } from "./live/connection.js" */
/** @import { Offer } from "./sound.js" */

/** @typedef {{ send: (turn: number) => void, offer?: Offer, again?: boolean }} Question `again`: for the same second */
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

const REST = 120; // ms
const LONGER = 0.5; // s beyond one second: ui/longer.py

export { parts };

// The turns whose sound and second the pictures show, and the answer is about. An answer by another network that was
// chosen meanwhile can be one about the sound before, or come in the place of the one that was waited for.
const about = { pictures: 0, answer: 0, repeated: 0 };
/** @type {Turns<Question>} */
const turns = new Turns(() => parts.sound?.say(say(parts.backend?.local ? "engine.slow" : "silence"), true));

/** @param {Omit<Given<SoundSettings, null>, "watch"> & Sends} given */
export function startSound({ element, props, hear, upload }) {
  const backend = answering(props.settings);
  const sound = new SoundBar(find(element, ".sound"), props.settings, {
    ask: (source, offer) => {
      parts.listen?.hold();
      const asked = { ...source, file: offer.file };
      turns.ask({ offer, send: (turn) => backend.hear({ ...asked, turn, settings: settings.changes() }, hear) });
    },
    upload: (file) => backend.upload(file, upload),
    listen: () => parts.listen?.toggle(),
  });
  const words = find(document, "#words", HTMLDialogElement);
  const strip = new PanelView(find(element, ".strip"), "", { bare: true });
  Object.assign(parts, { backend, sound, strip, words: new WordList(words, (word) => sound.choose(word)) });
  startTheme(find(document, ".theme"));
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
    changed: async (note) => {
      if (parts.listen?.state !== "listening") return parts.sound?.repeat(note);
      await parts.listen.connect();
      if (note) parts.sound?.say(note, true);
    },
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
  const moving = () => parts.row?.past();
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
  drawnChoice().then((radio) => {
    parts.row = new VariantRow(radio, cards);
    if (parts.first.networks) parts.row.show(parts.first.networks);
    choose(link.read().variant);
    backend.stand(find(sound.element, ".engine"), radio);
    whenChosen((variant) => {
      if (backend.local) asker.again();
      link.write({ variant }, { quietly: variant === link.read().variant });
    });
    for (const part of [sound.element, radio]) early.ready(part);
  });
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
  sound.open(linked ? wanted.sound : example);
  settings.follow(() => link.write(settings.asText(), { quietly: true }));
  link.follow((state) => {
    settings.restore(state);
    choose(state.variant ?? answer?.variant);
    const name = state.sound ?? example;
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
  /** @type {Parts["move"]} */
  const ask = (question) => parts.backend?.move(question, move);
  Object.assign(parts, { grid, views, move: ask, shown: showPictures });
  settings.restore(link.read());
  if (!link.read().sound && !settings.changes()) draw(pictures.panels); // nobody waits for the other parts to see a sound
  startLooks(element);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting; // a slider that moves keeps the server for its own picture: these follow once it rests
  settings.follow(() => {
    clearTimeout(resting);
    resting = setTimeout(redraw, REST);
  });
  const redraw = () => {
    if (!parts.answer?.answered || views.waveform.live) return; // the moving pictures follow by themselves
    turns.ask({ again: true, send: (turn) => ask({ turn, settings: settings.changes() }) });
  };
  watch("value", () => showPictures(props.value));
  // Gradio marks dark mode by a class on the body; the pictures take their colours from the stylesheet again.
  new MutationObserver(recolour).observe(document.body, { attributeFilter: ["class"] });
  join();
}

/** @type {NonNullable<Parts["shown"]>} */
function showPictures(shown) {
  const question = turns.answered(shown?.turn);
  if (!question || !shown) return;
  if ("error" in shown) {
    parts.sound?.refuse(shown.error);
    return;
  }
  if (parts.listen?.live) return; // Listen was pressed meanwhile
  if (question.again && parts.views?.waveform.live) return; // drawn for the sound before
  draw(shown.panels);
  if (question.again || !("start" in shown)) return; // the same second, drawn by other settings
  about.pictures = shown.turn;
  if (parts.grid) parts.grid.dataset.turn = `${shown.turn}`;
  setTimeout(agree, REST);
  parts.lab?.refresh();
  parts.frontEnds?.refresh();
  parts.look?.();
  if (question.offer) accept(question.offer, shown.warning);
  if (question.offer) findWords(question.offer, shown.latest - shown.earliest);
  for (const mark of parts.marks) mark.show(shown);
}

/**
 * A sound is there; an example stands in the link, someone's own sound never does.
 * @param {Offer} offer
 * @param {string} warning
 */
function accept(offer, warning) {
  parts.sound?.accept(offer, warning);
  const quietly = offer.example === parts.first.example && !link.read().sound;
  if (!quietly) link.write({ sound: offer.example ?? null }, { quietly: !offer.example });
}

/** The chosen sound as a file's name, and where its second begins. */
function shownSound() {
  const { sound, marks } = parts;
  return { file: sound?.file ?? say("take.recording"), start: Number((marks[0]?.start ?? 0).toFixed(4)) };
}

/**
 * A longer sound's words are asked for, unless they were caught while listening.
 * @param {Offer} offer
 * @param {number} more s that it has beyond the chosen second
 */
function findWords({ file }, more) {
  parts.longer?.clear();
  if (more > LONGER && file?.name !== SESSION) parts.askWords?.();
}

/**
 * Another second of the sound was chosen by hand.
 * @param {number} start s
 */
export function moved(start) {
  for (const mark of parts.marks) mark.follow(start);
  turns.ask({ send: (turn) => parts.move?.({ start, turn, settings: settings.changes() }) });
}

/**
 * The waveform is drawn twice: large, and as the strip beside the buttons.
 * @param {Record<string, Drawable>} panels
 */
function draw(panels) {
  /** @type {Record<string, PanelView>} */
  const views = parts.views ?? {};
  for (const [name, panel] of Object.entries(panels)) views[name].show(panel);
  if (panels.waveform) parts.strip?.show(panels.waveform);
}

/** @param {Given<AnswerSettings, AnswerShown> & { again: () => void }} given */
export function startAnswer({ element, props, watch, again }) {
  parts.first = { ...parts.first, answer: props.settings.answer };
  parts.asker = { element, again: () => parts.backend?.again(again), show: showAnswer };
  watch("value", () => parts.answer && !parts.backend?.local && showAnswer(props.value));
  join();
  if (parts.answer) showAnswer(props.value); // of a network that was chosen before this module came
}

/** @type {Asker["show"]} */
function showAnswer(answer) {
  const view = parts.answer;
  if (!answer || !view || turns.givenUp(answer.turn, about.pictures)) return;
  about.answer = answer.turn;
  const gone = "gone" in answer ? answer.gone : "";
  if (agree() || (answer.turn < about.pictures && !gone)) return;
  if (gone && view.answered && !parts.listen?.live) parts.sound?.say(gone, true);
  view.show(parts.listen?.live ? { sees: answer.sees } : answer);
  view.element.dataset.turn = `${answer.turn}`;
  parts.training?.show(answer.variant);
  // Another network was chosen while the sound was on its way to this one.
  if ((chosen() || answer.variant) !== answer.variant) parts.asker?.again();
}

/** Asks once more, where the answer is about an earlier sound or second than the pictures; says whether it does. */
function agree() {
  const asks = about.answer < about.pictures && about.repeated < about.pictures;
  if (asks) {
    about.repeated = about.pictures;
    parts.asker?.again();
  }
  return asks;
}

/**
 * The row of networks asks for itself, behind the answer that is waited for; of many sounds only for the last.
 * @param {Omit<Given<VariantsSettings, GlancesAnswer>, "element"> & { look: (question: { turn: number }) => void }} given
 */
export function startVariants({ props, watch, look }) {
  const { cards, networks } = props.settings;
  const questions = new Turns(() => {});
  const ask = () => questions.ask({ send: (turn) => look({ turn }) });
  const again = () => (parts.backend?.local ? parts.row?.past() : ask());
  Object.assign(parts, { cards, look: again, first: { ...parts.first, networks } });
  watch("value", () => {
    if (!props.value || !questions.answered(props.value.turn) || parts.listen?.live) return;
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

function recolour() {
  const { answer, training, lab, frontEnds, results, listen, row, strip, views = {} } = parts;
  const several = [answer, training, lab, frontEnds, results].flatMap((part) => part?.views ?? []);
  for (const view of [...Object.values(views), strip, ...several, listen?.timeline.view]) view?.redraw(true);
  row?.redraw();
}
