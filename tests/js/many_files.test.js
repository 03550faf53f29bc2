import assert from "node:assert/strict";
import { test } from "node:test";

import {
  batches,
  confusions,
  csv,
  filtered,
  score,
  secondsLeft,
  sorted,
  voices,
} from "../../speechcls/ui/scope/many_files/rows.js";

function row(file, word, truth = "", more = {}) {
  return {
    file,
    word,
    probability: 0.9,
    heard: true,
    reason: "",
    missing: 0,
    true: truth,
    voice: "",
    error: "",
    ...more,
  };
}

const ROWS = [
  row("yes/a_1.wav", "yes", "yes", { voice: "a", probability: 0.5 }),
  row("no/a_2.wav", "go", "no", { voice: "a", probability: 0.99 }),
  row("no/b_10.wav", "go", "no", { voice: "b", probability: 0.7 }),
  row("no/b_9.wav", "no", "no", { voice: "b", heard: false, reason: "unknown" }),
  row("other.wav", "up", ""),
  row("yes/broken.wav", "", "yes", { heard: false, error: "It is empty." }),
];

test("what is right is counted among files that were read and whose word is known", () => {
  assert.deepEqual(score(ROWS), { right: 1, of: 4 });
});

test("confusions come with the most frequent first, refusals among them", () => {
  assert.deepEqual(confusions(ROWS, 5), [
    ["no", "go", 2],
    ["no", "", 1],
  ]);
});

test("voices stand by their errors, beside how many files they have", () => {
  assert.deepEqual(voices(ROWS, 5), [
    ["b", 2, 2],
    ["a", 1, 2],
  ]);
});

test("names are sorted as people count and probabilities as numbers, either way", () => {
  assert.deepEqual(
    sorted(ROWS, "file", false)
      .map(({ file }) => file)
      .slice(0, 3),
    ["no/a_2.wav", "no/b_9.wav", "no/b_10.wav"],
  );
  assert.deepEqual(sorted(ROWS, "probability", true)[0].file, "no/a_2.wav");
});

test("a filter looks into file, words and voice; only what is wrong, refused or unread stays if asked", () => {
  assert.equal(filtered(ROWS, " GO ", false).length, 2);
  assert.deepEqual(
    filtered(ROWS, "", true).map(({ file }) => file),
    ["no/a_2.wav", "no/b_10.wav", "no/b_9.wav", "yes/broken.wav"],
  );
});

test("CSV quotes what needs it and lets no name become a formula", () => {
  const [head, first, second] = csv([row('a "b", c.wav', "yes"), row("=1+1.wav", "no")], "mel").split("\r\n");
  assert.equal(head, "file,word,probability,heard,reason,true,voice,missing,error,network");
  assert.equal(first, '"a ""b"", c.wav",yes,0.9,true,,,,0,,mel');
  assert.ok(second.startsWith("'=1+1.wav,no,"));
});

test("the seconds left are those that the rest takes at the speed so far", () => {
  assert.deepEqual([secondsLeft(5, 10, 10), secondsLeft(1, 101, 6), secondsLeft(10, 10, 3)], [10, 600, 0]);
});

test("batches are bounded in files and in bytes, and keep the order", () => {
  const files = [3, 3, 3, 20, 1, 1, 1, 1].map((size, i) => ({ i, file: { size } }));
  assert.deepEqual(
    batches(files, 3, 8).map((batch) => batch.map(({ i }) => i)),
    [[0, 1], [2], [3], [4, 5, 6], [7]],
  );
});

test("one network answers all files, whichever is chosen meanwhile", async () => {
  const asked = [];
  globalThis.document = { baseURI: "http://host/", getElementById: () => null };
  globalThis.fetch = async ({ searchParams }) => {
    asked.push(searchParams.get("variant"));
    globalThis.document.querySelector = () => ({ value: "logmel" }); // by then
    return Response.json([]);
  };
  const { askFiles } = await import("../../speechcls/ui/scope/many_files/asking.js");
  const files = Array.from({ length: 40 }, (_, i) => ({ path: `${i}.wav`, file: new File(["sound"], `${i}.wav`) }));
  await askFiles(files, "mel", new AbortController().signal, () => {});
  assert.deepEqual(asked, ["mel", "mel", "mel"]);
});
