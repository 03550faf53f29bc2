import assert from "node:assert/strict";
import { test } from "node:test";

import { amountAt } from "../../speechcls/ui/scope/break_it/amount.js";

test("equal steps of a slider are equal differences, or equal ratios", () => {
  const noise = { harmless: 40, worst: -20, log: false };
  assert.deepEqual(
    [0, 0.5, 1].map((share) => amountAt(noise, share)),
    [40, 10, -20],
  );
  const muffled = { harmless: 8000, worst: 500, log: true };
  assert.deepEqual(
    [0, 0.5, 1].map((share) => Math.round(amountAt(muffled, share))),
    [8000, 2000, 500],
  );
});
