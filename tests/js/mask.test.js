import assert from "node:assert/strict";
import { test } from "node:test";

import { Mask } from "../../speechcls/ui/scope/inside/mask.js";

/** The cells as rows of text, the highest first. */
function drawn(mask) {
  const rows = Array.from({ length: mask.rows }, (_, row) =>
    Array.from({ length: mask.columns }, (_, column) => mask.at(row, column)).join(""),
  );
  return rows.reverse();
}

test("a dab takes away a square around its cell", () => {
  const mask = new Mask(4, 5);
  assert.equal(mask.dab(1, 2, 3, 0), true);
  assert.deepEqual(drawn(mask), ["11111", "10001", "10001", "10001"]);
});

test("a dab over the edge takes away what lies within", () => {
  const mask = new Mask(3, 3);
  mask.dab(2, 0, 3, 0);
  assert.deepEqual(drawn(mask), ["001", "001", "111"]);
});

test("a dab that changes nothing says so, and brings back what was taken", () => {
  const mask = new Mask(3, 3);
  assert.equal(mask.dab(1, 1, 1, 1), false);
  mask.fill(0);
  assert.equal(mask.full, false);
  assert.equal(mask.dab(1, 1, 9, 1), true);
  assert.equal(mask.full, true);
});

test("it travels as a byte a cell, row 0 first", () => {
  const mask = new Mask(2, 2);
  mask.dab(0, 1, 1, 0);
  assert.deepEqual(
    [...atob(mask.packed())].map((c) => c.charCodeAt(0)),
    [1, 0, 1, 1],
  );
});
