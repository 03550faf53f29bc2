import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { localised } from "../../speechcls/ui/scope/numerals.js";

const table = JSON.parse(readFileSync(new URL("../data/numerals.json", import.meta.url), "utf8"));
const GERMAN = { point: ",", thousands: ".", percent: "\u00a0%", between: "; " };
const ENGLISH = { point: ".", thousands: ",", percent: "%", between: ", " };

test("numbers and units are written as Python writes them in German, and names stay", () => {
  for (const [english, german] of table) assert.equal(localised(english, GERMAN), german);
});

test("English numbers stay as they are in English", () => {
  for (const [english] of table) assert.equal(localised(english, ENGLISH), english);
});
