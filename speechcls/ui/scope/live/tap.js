// Runs in the audio thread: sends what the microphone delivers to the page, about 10 ms at a time.
// @ts-check

const BLOCK = Math.round(sampleRate / 100 / 128) * 128 || 128; // whole quanta of 128 samples

registerProcessor(
  "tap",
  class extends AudioWorkletProcessor {
    block = new Float32Array(BLOCK);
    filled = 0;

    /** @param {Float32Array<ArrayBuffer>[][]} inputs */
    process([[channel]]) {
      if (!channel) return true;
      this.block.set(channel, this.filled);
      this.filled += channel.length;
      if (this.filled < BLOCK) return true;
      this.port.postMessage(this.block, [this.block.buffer]);
      this.block = new Float32Array(BLOCK);
      this.filled = 0;
      return true;
    }
  },
);
