import assert from "node:assert/strict";
import { test } from "node:test";
import { bandCentre, bandNear, hertzTicks, reading, Scale, short } from "../../speechcls/ui/scope/scales.js";

const EXTENTS = [
  [0, 8000],
  [-1, 1],
  [0.73, 1.73],
  [0, 0.004],
  [1, 10],
  [0, 317.2],
];

for (const [low, high] of EXTENTS)
  test(`ticks from ${low} to ${high} are round, lie on the axis, and are neither few nor many`, () => {
    const ticks = new Scale({ low, high, scale: "linear" }, 0, 400).ticks(6);
    assert.ok(ticks.length >= 3 && ticks.length <= 11);
    const step = ticks[1] - ticks[0];
    for (const [i, tick] of ticks.entries()) {
      assert.ok(tick >= low - 1e-9 && tick <= high + 1e-9);
      if (i) assert.ok(Math.abs(tick - ticks[i - 1] - step) < 1e-9 * Math.max(1, high));
      assert.ok(Math.abs(Number(tick.toPrecision(3)) - tick) < 1e-9 * Math.max(1, high));
    }
  });

test("a logarithmic axis of hertz ends at 8 kilohertz", () => {
  const axis = { low: 31.25, high: 8000, scale: "log", ticks: hertzTicks("log", 31.25, 8000) };
  const ticks = new Scale(axis, 0, 400).ticks(6);
  assert.deepEqual(ticks, [50, 100, 200, 500, 1000, 2000, 4000, 8000]);
  const texts = ["50", "100", "200", "500", "1k", "2k", "4k", "8k"];
  assert.deepEqual(
    ticks.map((tick) => short(tick, "Hz")),
    texts,
  );
});

test("another logarithmic axis is marked at ones, twos and fives, or at powers of ten alone", () => {
  const ticks = (low, high) => new Scale({ low, high, scale: "log" }, 0, 400).ticks(6);
  assert.deepEqual(
    ticks(0.001, 0.05).map((tick) => Number(tick.toPrecision(3))),
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
  );
  assert.equal(ticks(1e-6, 1).length, 7);
});

test("epochs are marked at whole numbers", () => {
  const ticks = (quantity) => new Scale({ low: 1, high: 3, scale: "linear", quantity }, 0, 400).ticks(6);
  assert.deepEqual(ticks("epoch"), [1, 2, 3]);
  assert.ok(ticks("").some((tick) => tick % 1));
});

for (const scale of ["linear", "log", "mel"])
  test(`pixels and values of a ${scale} axis are each other's inverse`, () => {
    const axis = new Scale({ low: 31.25, high: 8000, scale }, 300, 20);
    for (const value of [31.25, 100, 440, 4000, 8000])
      assert.ok(Math.abs(axis.value(axis.pixel(value)) - value) < 1e-6 * value);
    assert.equal(axis.pixel(31.25), 300);
    assert.ok(Math.abs(axis.pixel(8000) - 20) < 1e-9);
  });

test("the band nearest to a band's centre is that band", () => {
  for (const bands of [8, 40, 128])
    for (let band = 0; band < bands; band++) assert.equal(bandNear(bandCentre(band, bands), bands), band);
});

test("bands beyond the first and the last are those", () => {
  assert.equal(bandNear(0, 16), 0);
  assert.equal(bandNear(8000, 16), 15);
});

test("numbers are written short: no zeros at the end, powers of ten where they are very large or small", () => {
  const texts = [0, 0.25, 1000, 12.5, 250_000, 0.0004].map((value) => short(value));
  assert.deepEqual(texts, ["0", "0.25", "1000", "12.5", "3e+5", "4e-4"]);
  assert.deepEqual([0, 1234, 0.12345, 56789, 0.00012].map(reading), ["0", "1.23e+3", "0.123", "5.68e+4", "1.20e-4"]);
});
