// Samples as 16-bit numbers, and those as a wav file.
// @ts-check

export const HEADER = 44; // bytes of a wav before its samples

/**
 * Samples between -1 and 1 as 16-bit integers; what lies outside is clipped.
 * @param {Float32Array} samples
 */
export function pcm16(samples) {
  const found = new Int16Array(samples.length);
  // A plain loop, since Int16Array.from with a function goes through an iterator.
  for (let i = 0; i < found.length; i++) found[i] = Math.min(Math.max(Math.round(32768 * samples[i]), -32768), 32767);
  return found;
}

/**
 * A mono wav of blocks of 16-bit samples at `rate` (Hz).
 * @param {Int16Array[]} blocks
 * @param {number} rate
 */
export function wav(blocks, rate) {
  const samples = blocks.reduce((sum, block) => sum + block.length, 0);
  const view = new DataView(new ArrayBuffer(HEADER + 2 * samples));
  /** @type {(at: number, characters: string) => void} */
  const text = (at, characters) => {
    for (let i = 0; i < characters.length; i++) view.setUint8(at + i, characters.charCodeAt(i));
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // mono
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true); // bits
  text(36, "data");
  view.setUint32(40, 2 * samples, true);
  let at = HEADER;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(at, sample, true);
      at += 2;
    }
  }
  return view.buffer;
}
