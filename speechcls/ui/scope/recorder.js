// The microphone, at the device's own rate, and a recording as a wav file.

const WORKLET = `registerProcessor("tap", class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length) this.port.postMessage(input[0].slice());
    return true;
  }
});`;

const HEADER = 44; // bytes of a wav before its samples

const REASONS = {
  NotAllowedError: "The browser was not allowed to use the microphone. Allow it beside the address, then try again.",
  NotFoundError: "No microphone was found. Plug one in, or drop in a file.",
  NotReadableError: "The microphone is busy in another program. Close that, then try again.",
};

/** A sentence on why there is no recording here at all; null where there can be one. */
export function obstacle() {
  if (!window.isSecureContext)
    return "Browsers lend the microphone only to pages on https or localhost. Open this page there; files work here too.";
  if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode)
    return "This browser can't record in a page. Use a current Chromium, Firefox or Safari, or drop in a file.";
  return null;
}

export function reason(error) {
  return REASONS[error.name] ?? `The microphone can't be used (${error.message}). Drop in a file instead.`;
}

export class Recorder {
  /** `onBlock` is called with the samples of each block, `onEnd` once the microphone is unplugged. */
  static async start(onBlock, onEnd) {
    const recorder = new Recorder();
    try {
      await recorder.#open(onBlock, onEnd);
    } catch (error) {
      recorder.#close();
      throw error;
    }
    return recorder;
  }

  async #open(onBlock, onEnd) {
    this.blocks = [];
    this.samples = 0;
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
    });
    this.context = new AudioContext();
    const module = URL.createObjectURL(new Blob([WORKLET], { type: "text/javascript" }));
    await this.context.audioWorklet.addModule(module);
    URL.revokeObjectURL(module);
    const mono = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" }; // the mean of all channels
    this.node = new AudioWorkletNode(this.context, "tap", mono);
    this.node.port.onmessage = ({ data }) => {
      this.blocks.push(data);
      this.samples += data.length;
      onBlock(data);
    };
    this.context.createMediaStreamSource(this.stream).connect(this.node);
    this.stream.getAudioTracks()[0].onended = onEnd;
    await this.context.resume();
  }

  get seconds() {
    return this.samples / this.context.sampleRate;
  }

  /** How much of this recording a file of so many bytes holds, in s. */
  secondsIn(bytes) {
    return (bytes - HEADER) / (2 * this.context.sampleRate);
  }

  /** Ends the recording and returns it as a File. */
  stop() {
    const file = wav(this.blocks, this.samples, this.context.sampleRate);
    this.#close();
    return file;
  }

  #close() {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    if (this.node) this.node.port.onmessage = null;
    this.context?.close();
  }
}

function wav(blocks, samples, rate) {
  const view = new DataView(new ArrayBuffer(HEADER + 2 * samples));
  const text = (at, characters) => [...characters].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
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
      view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
      at += 2;
    }
  }
  return new File([view.buffer], "recording.wav", { type: "audio/wav" });
}
