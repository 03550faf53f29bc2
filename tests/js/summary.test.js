import assert from "node:assert/strict";
import { test } from "node:test";

const SENTENCES = {
  "many.done": "{files} answered by {variant}",
  "many.done-one": "one answered by {variant}",
  "many.right": "{right} of {of} right",
  "many.unread": "{files} unread",
  "many.unread-one": "one unread",
};
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(SENTENCES) }) };
const { scored } = await import("../../speechcls/ui/scope/many_files/summary.js");

test("what could not be read was not answered", () => {
  const read = { true: "yes", word: "yes", heard: true, error: "" };
  const unread = { true: "yes", word: "", heard: false, error: "It is empty." };
  assert.equal(scored([read, unread, read, unread], "mel"), "2 answered by mel 2 of 2 right 2 unread");
  assert.equal(scored([unread], "mel"), "0 answered by mel one unread");
  assert.equal(scored([read], "mel"), "one answered by mel 1 of 1 right");
});
