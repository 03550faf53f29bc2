import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = {
  getElementById: (name) => (name === "wording" ? { textContent: '{"live.dumb":"It sends nothing."}' } : null),
};
const { parts } = await import("../../speechcls/ui/scope/parts.js");
const { Recorder } = await import("../../speechcls/ui/scope/own_words/recorder.js");

/** A recorder whose microphone does what the test says, and what it tells. */
function recording() {
  const heard = { told: [], takes: [], closed: 0 };
  parts.sound = {
    sources: {
      open: async (handlers) => {
        Object.assign(heard, handlers);
        return { close: () => heard.closed++ };
      },
    },
  };
  const recorder = new Recorder(
    (word, file) => heard.takes.push([word, file.size]),
    (trouble) => heard.told.push([recorder.word, trouble]),
  );
  return { recorder, heard };
}

test("a microphone that goes away ends the recording and says why; Stop says nothing", async () => {
  const { recorder, heard } = recording();
  await recorder.start("hello");
  heard.ended(new Error("It was unplugged."));
  await recorder.start("hello");
  recorder.stop();
  assert.deepEqual(heard.told, [
    ["hello", ""],
    [null, "It was unplugged."],
    ["hello", ""],
    [null, ""],
  ]);
  assert.equal(heard.closed, 2);
});

test("a microphone that sends nothing is told while it does so, and after Stop, but not of the next word", async () => {
  const { recorder, heard } = recording();
  await recorder.start("hello");
  heard.silent(true);
  heard.silent(false);
  heard.silent(true);
  recorder.stop();
  await recorder.start("you");
  assert.deepEqual(heard.told, [
    ["hello", ""],
    ["hello", "It sends nothing."],
    ["hello", ""],
    ["hello", "It sends nothing."],
    [null, "It sends nothing."],
    ["you", ""],
  ]);
});

test("Stop before the microphone has opened is told, and it is closed", async () => {
  const { recorder, heard } = recording();
  const opening = recorder.start("hello");
  recorder.stop();
  await opening;
  assert.deepEqual(heard.told, [[null, ""]]);
  assert.equal(heard.closed, 1);
});
