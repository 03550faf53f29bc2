// The page's parts, each started by the Gradio component that carries it, and what joins them.

import { AnswerView } from "./answer.js";
import { Listening } from "./live/listen.js";
import { PanelView } from "./panel.js";
import { settings } from "./settings.js";
import { SoundBar } from "./sound.js";
import { TrainingView } from "./training.js";
import { Turns } from "./turns.js";
import { WaveformMark } from "./waveform_mark.js";

const EMPTY = {
  waveform: "Say a word, drop in a file, or try an example: its wave will stand here, amplitude against time.",
  spectrum: "The Fourier transform of the second that is classified: which frequencies it holds, and no longer when.",
  spectrogram: "The spectrogram: which frequencies sound at which moment.",
  "mel-filters": "Sixteen mel filters, and the energy that each collects from the second.",
};

const SILENCE = "The server did not answer. See that it is still running, then try again.";

const REST = 120; // ms
const TYPED = "input:not([type=radio], [type=range], [type=checkbox], [type=file])";

export const parts = {};
// The turns whose sound and second the pictures show, and the answer is about. An answer by another network that was
// chosen meanwhile can be one about the sound before, or come in the place of the one that was waited for.
const about = { pictures: 0, answer: 0, repeated: 0 };
const turns = new Turns(() => parts.sound.say(SILENCE, true));

export function startSound({ element, props, hear, upload }) {
  const ask = (sound, offer) => {
    parts.listen?.hold();
    turns.ask({ offer, send: (turn) => hear({ ...sound, turn, settings: settings.changes() }) });
  };
  const listen = () => parts.listen?.toggle();
  parts.sound = new SoundBar(element.querySelector(".sound"), { ...props.settings, ask, upload, listen });
  keys();
  join();
}

export function startLive({ element }) {
  parts.live = element.querySelector(".listening");
  join();
}

/** Listening takes all parts, which Gradio starts in any order. */
function join() {
  const { sound, views, mark, answer, live } = parts;
  if (parts.listen || !sound || !views || !answer || !live) return;
  parts.listen = new Listening({ element: live, sound, views, mark, answer, variant: chosen });
  document.addEventListener("change", ({ target }) => target.closest("#variant") && parts.listen.choose(chosen()));
  // Gradio's own choice of a network comes after the modules on a slow line, and all of them ask which is chosen.
  drawn("#variant").then((network) => [sound.element, network].forEach(early.ready));
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
  const grid = element.querySelector(".pictures");
  parts.views = Object.fromEntries(Object.entries(EMPTY).map(([name, text]) => [name, new PanelView(grid, text)]));
  parts.mark = new WaveformMark(parts.views.waveform, (start) =>
    turns.ask({ send: (turn) => move({ start, turn, settings: settings.changes() }) }),
  );
  let resting = null; // a slider that moves keeps the server for its own picture: these follow once it rests
  settings.follow(() => {
    clearTimeout(resting);
    resting = setTimeout(redraw, REST);
  });
  const redraw = () => {
    if (!parts.answer?.answered || parts.views.waveform.live) return; // the moving pictures follow by themselves
    turns.ask({ again: true, send: (turn) => move({ turn, settings: settings.changes() }) });
  };
  watch("value", () => {
    const shown = props.value;
    const question = turns.answered(shown?.turn);
    if (!question) return;
    if (shown.error) {
      parts.sound.refuse(shown.error);
      return;
    }
    if (parts.listen?.live) return; // Listen was pressed meanwhile
    if (question.again && parts.views.waveform.live) return; // drawn for the sound before
    for (const [name, panel] of Object.entries(shown.panels)) parts.views[name].show(panel);
    if (question.again) return; // the same second, drawn by other settings
    about.pictures = shown.turn;
    setTimeout(agree, REST);
    parts.lab?.refresh();
    if (!question.offer) return; // moved by hand: the mark knows where it is
    parts.sound.accept(question.offer, shown.warning);
    parts.mark.show(shown);
  });
  // Gradio marks dark mode by a class on the body; the pictures take their colours from the stylesheet again.
  new MutationObserver(recolour).observe(document.body, { attributeFilter: ["class"] });
  join();
}

export function startAnswer({ element, props, watch, again }) {
  parts.answer = new AnswerView(element.querySelector(".answer"));
  const show = () => {
    const answer = props.value;
    if (!answer || turns.givenUp(answer.turn, about.pictures)) return;
    about.answer = answer.turn;
    if (agree() || (answer.turn < about.pictures && !answer.gone)) return;
    if (answer.gone && parts.answer.answered && !parts.listen?.live) parts.sound.say(answer.gone, true);
    parts.answer.show(parts.listen?.live ? { sees: answer.sees } : answer);
    parts.training?.show(answer.variant);
    // Another network was chosen while the sound was on its way to this one.
    if (chosen() !== answer.variant) again();
  };
  parts.again = again;
  watch("value", show);
  show(); // of a network that was chosen before this module came
  join();
}

/** Asks once more, where the answer is about an earlier sound or second than the pictures; says whether it does. */
function agree() {
  const asks = about.answer < about.pictures && about.repeated < about.pictures;
  if (asks) {
    about.repeated = about.pictures;
    parts.again();
  }
  return asks;
}

export function startTraining({ element, props }) {
  parts.training = new TrainingView(element.querySelector(".training"), props.settings.variants);
  parts.training.show(props.settings.best);
}

function recolour() {
  const others = [parts.answer, parts.training, parts.lab, parts.results, parts.listen?.timeline];
  const drawn = others.flatMap((part) => part?.views ?? part?.view ?? []);
  for (const view of [...Object.values(parts.views ?? {}), ...drawn]) view.redraw(true);
}

/** Space listens or stops, 1 to 9 choose the network, ? shows this; unless text is typed, or Space is the control's own:
 * whoever came to a control by keyboard means that, whoever clicked it before doesn't. */
function keys() {
  let pointed = false;
  window.addEventListener("pointerdown", () => (pointed = true), true);
  window.addEventListener("keydown", ({ key }) => key === "Tab" && (pointed = false), true);
  const free = (key, at) => {
    if (at.matches(`select, textarea, [contenteditable], ${TYPED}`)) return false;
    return key !== " " || pointed || at === document.body;
  };
  const help = document.querySelector("#keys");
  const active = document.querySelector("#keys-on");
  window.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const at = document.activeElement ?? document.body;
    if (!free(event.key, at)) return;
    if (event.key === "?") help?.showModal();
    if (active && !active.checked) return;
    if (event.key === " ") at.blur(); // or some browsers would press its button, too
    if (event.key === " ") (parts.sound.recorder ? parts.sound.record : parts.sound.listen).click();
    else if (/^[1-9]$/.test(event.key)) document.querySelectorAll("#variant input")[event.key - 1]?.click();
    else return;
    event.preventDefault();
  });
}
