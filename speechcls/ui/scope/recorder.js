// A recording from the microphone, as a wav file at 16 kHz.

import * as capture from "./live/capture.js";
import { RATE } from "./live/resample.js";
import { HEADER, pcm16, wav } from "./wav.js";

/** A sentence on why there is no recording here at all; null where there can be one. */
export function obstacle() {
  return capture.obstacle()?.message ?? null;
}

export class Recorder {
  /** `onBlock` is called with the samples of each block, `onEnd` with the reason once the microphone goes away. */
  static async start(onBlock, onEnd, deviceId = "") {
    const recorder = new Recorder();
    recorder.microphone = await capture.openMicrophone({
      deviceId,
      samples: (block) => {
        recorder.blocks.push(pcm16(block));
        recorder.samples += block.length;
        onBlock(block);
      },
      ended: onEnd,
    });
    return recorder;
  }

  constructor() {
    this.blocks = [];
    this.samples = 0;
  }

  get seconds() {
    return this.samples / RATE;
  }

  /** How much of this recording a file of so many bytes holds, in s. */
  secondsIn(bytes) {
    return (bytes - HEADER) / (2 * RATE);
  }

  /** Ends the recording and returns it as a File. */
  stop() {
    this.microphone.close();
    return new File([wav(this.blocks, RATE)], "recording.wav", { type: "audio/wav" });
  }
}
