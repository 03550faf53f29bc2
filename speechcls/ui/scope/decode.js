// A Panel as it travels (see speechcls/plots/panel.py), back into arrays.

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function floats(base64) {
  return new Float32Array(bytes(base64).buffer);
}

/** Half-precision floats, little-endian, as Float32Array. */
export function halves(base64) {
  const raw = new Uint16Array(bytes(base64).buffer);
  return Float32Array.from(raw, (h) => {
    const sign = h & 0x8000 ? -1 : 1;
    const exponent = (h >> 10) & 0x1f;
    const fraction = h & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

export function decode(panel) {
  return {
    ...panel,
    lines: panel.lines.map((line) => ({ ...line, x: floats(line.x), y: floats(line.y) })),
    image: panel.image && {
      ...panel.image,
      values: scaled(halves(panel.image.values), panel.image.factor),
      light: panel.image.light && bytes(panel.image.light),
    },
  };
}

function scaled(values, factor) {
  return values.map((value) => value * factor);
}
