import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, halves } from "../../speechcls/ui/scope/decode.js";

const base64 = (array) => Buffer.from(array.buffer).toString("base64");

test("half-precision numbers arrive exactly", () => {
  // 0, 1, -2.5, the largest, the most negative, the smallest, and 1 / 3 as IEEE 754 has them
  const bits = Uint16Array.of(0x0000, 0x3c00, 0xc100, 0x7bff, 0xfbff, 0x0001, 0x3555);
  const expected = [0, 1, -2.5, 65504, -65504, 2 ** -24, 0.333251953125];
  assert.deepEqual([...halves(base64(bits))], [...Float32Array.from(expected)]);
});

test("lines and cells of a panel come back as arrays, the cells scaled, the rest as it was", () => {
  const axis = { label: "Time", unit: "s", low: 0, high: 1, scale: "linear", names: [] };
  const line = { name: "wave", role: "main", dashed: false, reduced: false };
  const image = { rows: 1, columns: 2, low: 0, high: 4, colours: "magma", factor: 2 };
  const panel = decode({
    title: "A picture",
    x: axis,
    y: axis,
    lines: [{ ...line, x: base64(Float32Array.of(0, 1)), y: base64(Float32Array.of(-1, 0.5)) }],
    image: { ...image, values: base64(Uint16Array.of(0x3c00, 0x4000)), light: base64(Uint8Array.of(0, 255)) },
    span: null,
  });
  assert.deepEqual(panel.lines, [{ ...line, x: Float32Array.of(0, 1), y: Float32Array.of(-1, 0.5) }]);
  assert.deepEqual(panel.image, { ...image, values: Float32Array.of(2, 4), light: Uint8Array.of(0, 255) });
  assert.deepEqual([panel.title, panel.x], ["A picture", axis]);
});
