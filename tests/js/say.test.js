import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "../../speechcls/ui/scope/say.js";

const GERMAN = {
  "Strongest at {0} Hz; {1}.": "Am stärksten bei {0} Hz; {1}.",
  "{0} before {1}": "{1} nach {0}",
  "in silence": "in der Stille",
  "Time (s)?": "Zeit (s)?",
  "Silence.": "Stille.",
};

test("a phrase is told with what varies in its place, itself a phrase where it is one", () => {
  assert.equal(told("Strongest at 440 Hz; in silence.", GERMAN), "Am stärksten bei 440 Hz; in der Stille.");
  assert.equal(told("one before two", GERMAN), "two nach one");
  assert.equal(told("Time (s)?", GERMAN), "Zeit (s)?");
});

test("several sentences are told one by one, and what fits no phrase stays", () => {
  assert.equal(
    told("Silence. Nothing fits. Strongest at 5 Hz; x.", GERMAN),
    "Stille. Nothing fits. Am stärksten bei 5 Hz; x.",
  );
  assert.equal(told("Times", GERMAN), "Times");
  assert.equal(told("", GERMAN), "");
});

test("without phrases everything stays as it is", () => {
  assert.equal(told("Silence.", {}), "Silence.");
});
