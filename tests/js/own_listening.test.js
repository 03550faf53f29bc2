import assert from "node:assert/strict";
import { test } from "node:test";

const wording = '{"own.listen": "Listen for my words"}';
globalThis.document = { getElementById: (id) => id === "wording" && { textContent: wording } };
const { OwnListening } = await import("../../speechcls/ui/scope/own_words/listening.js");
const { parts } = await import("../../speechcls/ui/scope/parts.js");

test("until listening has stopped, the button goes on offering to stop it, and only then to listen again", async () => {
  const button = new EventTarget();
  const { promise: stopped, resolve: stop } = Promise.withResolvers();
  const asked = [];
  let over;
  parts.listen = {
    listenFor: (variant, ended) => {
      asked.push(variant);
      over = ended;
    },
    stop: () => stopped.then(over),
  };
  new OwnListening(button, { recorder: { stop() {} }, state: { variant: "mine" } });
  for (let presses = 0; presses < 3; presses++) button.dispatchEvent(new Event("click"));
  assert.deepEqual([button.textContent, asked], ["Stop listening", ["mine"]]);
  stop();
  await parts.listen.stop();
  assert.equal(button.textContent, "Listen for my words");
  button.dispatchEvent(new Event("click"));
  assert.deepEqual([button.textContent, asked], ["Stop listening", ["mine", "mine"]]);
});
