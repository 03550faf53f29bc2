import assert from "node:assert/strict";
import { test } from "node:test";
import { RATE, Ring } from "../../speechcls/ui/scope/live/ring.js";

/** Sample i of a ramp, of which each tells its place. */
const ramp = (i) => (i % 30_000) + 1;

test("16-bit samples come out of the ring as they went in", () => {
  const values = [-32768, -12345, -1, 0, 1, 7, 32767];
  const ring = new Ring(1);
  ring.push(Float32Array.from(values, (x) => x / 32768));
  assert.deepEqual([...ring.pcm(0, 7)], values);
});

test("samples beyond full scale are clipped, not wrapped", () => {
  const ring = new Ring(1);
  ring.push(Float32Array.of(1, 3, -1, -3));
  assert.deepEqual([...ring.pcm(0, 4)], [32767, 32767, -32768, -32768]);
});

for (const block of [1, 100, RATE - 1, RATE, RATE + 1, 50_000])
  test(`the ring keeps the last second of blocks of ${block}`, () => {
    const ring = new Ring(1);
    const all = Float32Array.from({ length: 50_000 }, (_, i) => ramp(i) / 32768);
    for (let at = 0; at < all.length; at += block) ring.push(all.slice(at, at + block));
    assert.deepEqual([ring.position, ring.oldest], [50_000, 34_000]);
    const kept = Array.from({ length: 16_000 }, (_, i) => ramp(34_000 + i));
    assert.deepEqual([...ring.pcm(34_000, 50_000)], kept);
    assert.deepEqual([...ring.pcm(33_990, 34_001)], [...new Array(10).fill(0), ramp(34_000)]);
    assert.deepEqual([...ring.pcm(49_999, 50_002)], [ramp(49_999), 0, 0]);
  });

test("a stretch is as long as asked, with zeros where nothing is kept", () => {
  const ring = new Ring(1);
  ring.push(Float32Array.of(0.5, 0.25));
  assert.deepEqual([...ring.slice(-2, 5)], [0, 0, 0.5, 0.25, 0, 0, 0]);
});

test("the wav of the ring holds its header and each sample that is kept", async () => {
  const ring = new Ring(1);
  ring.push(Float32Array.from({ length: 20_000 }, (_, i) => ramp(i) / 32768));
  const view = new DataView(await ring.wav(0, 19_000).arrayBuffer());
  const text = (at) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  assert.deepEqual([0, 8, 12, 36].map(text), ["RIFF", "WAVE", "fmt ", "data"]);
  const kept = 15_000; // the first 4,000 are no longer kept
  assert.equal(view.getUint32(4, true), view.byteLength - 8);
  assert.deepEqual(
    [20, 22, 32, 34].map((at) => view.getUint16(at, true)),
    [1, 1, 2, 16],
  );
  assert.deepEqual(
    [24, 28, 40].map((at) => view.getUint32(at, true)),
    [RATE, 2 * RATE, 2 * kept],
  );
  const samples = Array.from({ length: kept }, (_, i) => view.getInt16(44 + 2 * i, true));
  assert.deepEqual(
    samples,
    Array.from({ length: kept }, (_, i) => ramp(4_000 + i)),
  );
});
