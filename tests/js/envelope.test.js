import assert from "node:assert/strict";
import { test } from "node:test";
import { Envelope } from "../../speechcls/ui/scope/live/envelope.js";

test("each stretch shows its smallest and its largest sample, however the blocks come", () => {
  const samples = Float32Array.of(0.1, -0.2, 0.3, 0, 0.5, 0.25, -1, -0.75);
  for (const cuts of [[8], [1, 4, 8], [3, 5, 6, 8]]) {
    const envelope = new Envelope(4, 4, 8); // stretches of half a second
    let from = 0;
    for (const to of cuts) {
      envelope.push(samples.slice(from, to), from);
      from = to;
    }
    envelope.draw(8);
    assert.deepEqual([...envelope.line.y], [...Float32Array.of(-0.2, 0.3, -1, 0.5)]);
    assert.deepEqual([...envelope.line.x], [-1, -0.75, -0.5, -0.25]);
  }
});

test("only the last stretches are kept", () => {
  const envelope = new Envelope(2, 4, 8);
  envelope.push(
    Float32Array.from({ length: 40 }, (_, i) => i / 64),
    0,
  );
  envelope.draw(40);
  assert.deepEqual(
    [...envelope.line.y],
    [32, 35, 36, 39].map((i) => i / 64),
  );
});
