import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../speechcls/ui/scope/engine/engine.js";

const ENDED = Symbol("the worker ended");

/** What an engine asks of a worker that meets each question with the next of `outcomes`: an error, or "" for none. */
function asked(outcomes) {
  const questions = [];
  globalThis.Worker = class {
    postMessage({ number, question }) {
      questions.push(question);
      const error = outcomes.shift();
      const tell = () =>
        error === ENDED ? this.onerror({ preventDefault() {} }) : this.onmessage({ data: { number, error } });
      queueMicrotask(tell);
    }
  };
  return questions;
}

for (const failure of ["It can't be loaded.", ENDED]) {
  test(`a network that was lent is loaded again after ${failure === ENDED ? "its worker ended" : "it failed"}`, async () => {
    const questions = asked([failure, "", ""]);
    const engine = new Engine({ networks: { mel: { model: "mel.onnx", words: ["yes"] } }, smoothing: {} });
    const lent = { model: new Blob(["taught"]), words: ["Halt"] };
    await assert.rejects(engine.lend("own", lent));
    assert.ok(!engine.loaded("own"));
    await engine.lend("own", lent);
    assert.ok(engine.loaded("own"));
    assert.deepEqual(engine.about("own").words, ["Halt"]);
    const files = await Promise.all(questions.map(({ model }) => model.text()));
    assert.deepEqual(files, ["taught", "taught"]);
  });
}
