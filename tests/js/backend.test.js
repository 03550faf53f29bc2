import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { getElementById: (id) => id === "wording" && { textContent: '{"engine.trouble": "{sentence}"}' } },
  location: new URL("http://host/"),
  history: { replaceState() {} },
  OfflineAudioContext: class {
    decodeAudioData = async () => ({
      duration: 1,
      numberOfChannels: 1,
      getChannelData: () => Float32Array.from({ length: 48_000 }, (_, i) => Math.sin(i / 20) / 2),
    });
  },
});
const { Backend } = await import("../../speechcls/ui/scope/backend.js");

test("a sound that this browser heard before the server answered is never drawn for the one after it", async () => {
  const shown = [];
  const page = {
    shown: (pictures) => shown.push(pictures),
    answered() {},
    worded() {},
    tell() {}, // for there is no network here
    changed() {},
    settings: () => ({ window: 0.032, hop: 0.016, filters: 16, power: "dB", scale: "mel", range: 60 }),
    variant: () => "compact",
  };
  const given = { networks: {}, smoothing: {} };
  const backend = new Backend({ engine: given, examples: [], limits: { seconds: 60 }, served: true }, page);
  backend.switch(true);
  await backend.hear({ turn: 1, file: new Blob(["mine"]), name: "mine.wav" }, assert.fail);
  assert.deepEqual(Object.keys(shown.pop().panels).sort(), ["mel-filters", "spectrogram", "spectrum", "waveform"]);
  backend.switch(false);
  const asked = [];
  await backend.hear({ turn: 2, path: "/uploads/other.wav" }, (question) => asked.push(question.turn));
  backend.switch(true); // which can't read that one
  await backend.move({ turn: 3, start: 0 }, assert.fail);
  assert.deepEqual(asked, [2]);
  assert.deepEqual(shown, [{ turn: 3, error: "There is no sound yet. Record one, or drop in a file." }]);
});
