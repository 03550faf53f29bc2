import assert from "node:assert/strict";
import { test } from "node:test";

const { parts } = await import("../../speechcls/ui/scope/parts.js");
const { Recorder } = await import("../../speechcls/ui/scope/own_words/recorder.js");

test("a microphone that goes away ends the recording and says why; Stop says nothing", async () => {
  let opened;
  let closed = 0;
  parts.sound = {
    sources: {
      open: async (handlers) => {
        opened = handlers;
        return { close: () => closed++ };
      },
    },
  };
  const told = [];
  const recorder = new Recorder(
    () => {},
    (trouble) => told.push([recorder.word, trouble]),
  );
  await recorder.start("hello");
  opened.ended(new Error("It was unplugged."));
  await recorder.start("hello");
  recorder.stop();
  assert.deepEqual(told, [
    ["hello", undefined],
    [null, "It was unplugged."],
    ["hello", undefined],
    [null, undefined],
  ]);
  assert.equal(closed, 2);
});
