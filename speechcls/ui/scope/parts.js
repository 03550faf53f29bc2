// The page's parts, each there once its component has started it; a module that needs another's part finds it here.
// @ts-check

/** @import { AnswerView } from "./answer.js" */
/** @import { Backend } from "./backend.js" */
/** @import { ChosenSecond } from "./chosen_second.js" */
/** @import { Drawn } from "./decode.js" */
/** @import { FrontEnds } from "./front_ends/front_ends.js" */
/** @import { Lab } from "./lab/lab.js" */
/** @import { Listening } from "./live/listen.js" */
/** @import { LongerSound } from "./live/longer.js" */
/** @import { OwnWords } from "./own_words/own_words.js" */
/** @import { PanelView } from "./panel.js" */
/** @import { AnswerSettings, AnswerShown, GlanceCard, PicturesAnswer } from "./protocol.d.ts" */
/** @import { MoveQuestion, PicturesSettings, SoundWords, VariantsSettings } from "./protocol.d.ts" */
/** @import { Results } from "./results/results.js" */
/** @import { SoundBar } from "./sound.js" */
/** @import { TrainingView } from "./training.js" */
/** @import { VariantRow } from "./variants.js" */
/** @import { WaveformMark } from "./waveform_mark.js" */
/** @import { WordList } from "./word_list.js" */

/** @typedef {"waveform" | "spectrum" | "spectrogram" | "mel-filters"} Large a picture that stands in the grid */
/** @typedef {AnswerSettings & PicturesSettings & Pick<VariantsSettings, "networks">} First what the page opens with */
/**
 * @typedef {object} Asker of the chosen network
 * @property {ParentNode} element
 * @property {() => void} again asks once more
 * @property {(answer: Drawn<AnswerShown> | null | undefined) => void} show
 */
/**
 * @typedef {object} Parts
 * @property {Partial<First>} first
 * @property {WaveformMark[]} marks
 * @property {Backend} [backend]
 * @property {ChosenSecond} [second]
 * @property {SoundBar} [sound]
 * @property {PanelView} [strip]
 * @property {WordList} [words]
 * @property {HTMLElement} [live]
 * @property {HTMLElement} [inputs]
 * @property {HTMLElement} [grid]
 * @property {Record<Large, PanelView>} [views]
 * @property {(question: MoveQuestion) => void} [move]
 * @property {(answer: Drawn<PicturesAnswer> | null | undefined) => void} [shown]
 * @property {Asker} [asker]
 * @property {AnswerView} [answer]
 * @property {Listening} [listen]
 * @property {LongerSound} [longer]
 * @property {() => void} [askWords] has the words of a longer sound found
 * @property {(told: SoundWords | null | undefined) => void} [worded] shows them
 * @property {GlanceCard[]} [cards]
 * @property {VariantRow} [row]
 * @property {() => void} [look] has the row of networks look at the sound
 * @property {TrainingView} [training]
 * @property {Lab} [lab]
 * @property {FrontEnds} [frontEnds]
 * @property {Results} [results]
 * @property {OwnWords} [own]
 */

/** @type {Parts} */
export const parts = { first: {}, marks: [] };
