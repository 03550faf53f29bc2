import assert from "node:assert/strict";
import { test } from "node:test";
import { besides } from "../../speechcls/ui/scope/axes.js";

const wide = (text) => 7 * text.length;
const PLOT = { left: 50, width: 280 };
const named = (...places) => places.map((at, i) => ({ at, name: `F${i} 1,000 Hz` }));

test("names with room enough stand whole in one row above their lines, within the picture", () => {
  const found = besides(named(52, 180, 328), wide, PLOT);
  assert.deepEqual(
    found.map(({ name, row }) => [name, row]),
    [0, 1, 2].map((i) => [`F${i} 1,000 Hz`, 0]),
  );
  assert.equal(found[1].left + wide(found[1].name) / 2, 180);
  assert.ok(found[0].left >= 50 && found[2].left + wide(found[2].name) <= 330);
});

for (const places of [
  [83, 126, 162],
  [91, 95, 221],
  [91, 95, 99],
  [91, 120, 122],
])
  test(`names of lines at ${places} px touch neither each other nor a line`, () => {
    const found = besides(named(...places), wide, PLOT);
    assert.deepEqual(
      found.map(({ name }) => name),
      ["F0", "F1", "F2"],
    );
    for (const [i, one] of found.entries()) {
      const end = one.left + wide(one.name);
      for (const other of found.slice(i + 1)) assert.ok(other.row !== one.row || other.left > end, "names touch");
      for (const { at, row } of found) assert.ok(row >= one.row || at < one.left || at > end, "a line crosses a name");
    }
  });
