// The microphone, at the device's own rate, and a recording as a wav file.

const WORKLET = `registerProcessor("tap", class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length) this.port.postMessage(input[0].slice());
    return true;
  }
});`;

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
    recorder.stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
    });
    recorder.context = new AudioContext();
    const module = URL.createObjectURL(new Blob([WORKLET], { type: "text/javascript" }));
    await recorder.context.audioWorklet.addModule(module);
    URL.revokeObjectURL(module);
    recorder.node = new AudioWorkletNode(recorder.context, "tap", { numberOfOutputs: 0, channelCount: 1 });
    recorder.blocks = [];
    recorder.samples = 0;
    recorder.node.port.onmessage = ({ data }) => {
      recorder.blocks.push(data);
      recorder.samples += data.length;
      onBlock(data);
    };
    recorder.context.createMediaStreamSource(recorder.stream).connect(recorder.node);
    recorder.stream.getAudioTracks()[0].onended = onEnd;
    await recorder.context.resume();
    return recorder;
  }

  get seconds() {
    return this.samples / this.context.sampleRate;
  }

  /** Ends the recording and returns it as a File. */
  stop() {
    for (const track of this.stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
    this.node.port.onmessage = null;
    const file = wav(this.blocks, this.samples, this.context.sampleRate);
    this.context.close();
    return file;
  }
}

function wav(blocks, samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples));
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
  let at = 44;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
      at += 2;
    }
  }
  return new File([view.buffer], "recording.wav", { type: "audio/wav" });
}
