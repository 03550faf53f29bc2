import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../../speechcls/ui/scope/say.js";

const GERMAN = {
  "Strongest at {0} Hz; {1}.": "Am stärksten bei {0} Hz; {1}.",
  "{0} before {1}": "{1} nach {0}",
  "in silence": "in der Stille",
  "Time (s)?": "Zeit (s)?",
  "Silence.": "Stille.",
};

test("a phrase is told with what varies in its place, itself a phrase where it is one", () => {
  assert.equal(translate("Strongest at 440 Hz; in silence.", GERMAN), "Am stärksten bei 440 Hz; in der Stille.");
  assert.equal(translate("one before two", GERMAN), "two nach one");
  assert.equal(translate("Time (s)?", GERMAN), "Zeit (s)?");
});

test("several sentences are told one by one, and what fits no phrase stays", () => {
  assert.equal(
    translate("Silence. Nothing fits. Strongest at 5 Hz; x.", GERMAN),
    "Stille. Nothing fits. Am stärksten bei 5 Hz; x.",
  );
  assert.equal(translate("Times", GERMAN), "Times");
  assert.equal(translate("", GERMAN), "");
});

test("without phrases everything stays as it is", () => {
  assert.equal(translate("Silence.", {}), "Silence.");
});
