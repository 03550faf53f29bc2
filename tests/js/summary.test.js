import assert from "node:assert/strict";
import { test } from "node:test";

const SENTENCES = {
  "many.done": "{files} answered",
  "many.right": "{right} of {of} right",
  "many.unread": "{files} unread",
};
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(SENTENCES) }) };
const { scored } = await import("../../speechcls/ui/scope/many_files/summary.js");

test("what could not be read was not answered", () => {
  const read = { true: "yes", word: "yes", heard: true, error: "" };
  const unread = { true: "yes", word: "", heard: false, error: "It is empty." };
  assert.equal(scored([read, unread, read, read]), "3 answered 3 of 3 right 1 unread");
  assert.equal(scored([unread]), "0 answered 1 unread");
  assert.equal(scored([read]), "1 answered 1 of 1 right");
});
