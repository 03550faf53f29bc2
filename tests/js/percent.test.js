import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { percent } from "../../speechcls/ui/scope/percent.js";

const table = JSON.parse(readFileSync(new URL("../data/percentages.json", import.meta.url), "utf8"));

test("a probability is said as Python says it", () => {
  for (const [probability, said] of table) assert.equal(percent(probability), said);
});
