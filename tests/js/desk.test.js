import assert from "node:assert/strict";
import { test } from "node:test";
import { Clip } from "../../speechcls/ui/scope/engine/clip.js";
import { Desk } from "../../speechcls/ui/scope/engine/desk.js";

const SECOND = 16_000;
const SMOOTHING = { step: 0.1, smoothing: 0.5, threshold: 0.5, agreeing: 2, refractory: 0.5 };
const WAVE = { domain: "wave", level: null, mean: 0, deviation: 1 };

/** A desk whose network says what it is told to; `meanwhile` is called before each of its answers. */
function desk({ served = true, about = {}, probabilities = [0.75, 0.25], reason = "", meanwhile = () => {} } = {}) {
  const told = { words: [], answers: [], shown: [] };
  const engine = {
    smoothing: SMOOTHING,
    about: () => ({ words: ["yes", "no"], cautions: {}, unsure: "", refusals: { "": "" }, ...about }),
    answer: async () => {
      meanwhile(made);
      return { probabilities, reason, milliseconds: 1 };
    },
  };
  const page = {
    shown: (pictures) => told.shown.push(pictures),
    answered: (answer) => told.answers.push(answer),
    worded: (words) => told.words.push(words),
  };
  const made = new Desk(engine, { examples: [], limits: {}, served }, page);
  return { desk: made, told };
}

/** Noise that lasts so many seconds. */
function clip(seconds) {
  let state = 1;
  const next = () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return new Clip(Float32Array.from({ length: seconds * SECOND }, next));
}

test("the words of a longer sound are told with the number of their question", async () => {
  const { desk: one, told } = desk();
  one.clip = clip(3);
  await one.words(7, "compact");
  assert.equal(told.words.length, 1);
  assert.equal(told.words[0].turn, 7);
  assert.ok(told.words[0].updates.length > 10);
});

test("a question for the words of a sound is answered without any once another sound is there", async () => {
  const { desk: one, told } = desk({ meanwhile: (made) => Object.assign(made, { clip: clip(1) }) });
  one.clip = clip(3);
  await one.words(7, "compact");
  await one.words(7, "compact"); // asked once more, about a second that has no words of its own
  await one.words(8, "compact");
  assert.deepEqual(
    told.words.map(({ turn, updates }) => [turn, updates]),
    [
      [7, []],
      [7, []],
      [8, []],
    ],
  );
});

for (const [where, served, remedy] of [
  ["on a server's page", true, "Export it again as wav, or let the server answer."],
  ["without a server", false, "Export it again as wav."],
])
  test(`what this browser can't read is told with what helps ${where}`, async () => {
    globalThis.OfflineAudioContext = class {
      decodeAudioData = () => Promise.reject(new Error("No sound."));
    };
    const { desk: one, told } = desk({ served });
    await one.hear({ file: new Blob(["hello"]), name: "text.wav", turn: 3 }, "compact");
    assert.deepEqual(told.shown, [{ turn: 3, error: `This browser can't read text.wav. ${remedy}` }]);
  });

test("before any sound the question for words is answered, too", async () => {
  const { desk: one, told } = desk();
  await one.words(1, "compact");
  assert.deepEqual(told.words, [{ turn: 1, variant: "compact", threshold: 0.5, seconds: 0, updates: [] }]);
});

for (const [told, reason, sure, standing] of [
  ["how often an answer as sure as it is right, and nothing of the others", "", "as sure", "as sure"],
  ["of all answers how many are right, where that was hardly ever measured", "", "", "all"],
  ["of all answers how many are right, where no word was heard", "unknown", "as sure", "all"],
])
  test(`of an answer is told ${told}`, async () => {
    const about = { front_end: WAVE, standing: "all", sure: Array(10).fill(sure), refusals: { unknown: "None." } };
    const { desk: one, told } = desk({ about, reason });
    one.clip = clip(1);
    await one.answer("wave");
    assert.deepEqual(
      told.answers.map((answer) => answer.standing),
      [standing],
    );
  });
