// The microphone as mono blocks at 16 kHz, or the reason why there is none and how to mend it.
// @ts-check

import { say, sentenceOf } from "../say.js";
import { Resampler } from "./resample.js";

/** @typedef {"insecure" | "unsupported" | "refused" | "absent" | "busy" | "unplugged"} Kind why there is no sound */
/** @typedef {{ rate: number, label: string, deviceId: string, close: () => void }} Source sound arrives at `rate` (Hz) */
/**
 * @typedef {object} Handlers
 * @property {(block: Float32Array) => void} samples is called with blocks at 16 kHz until the source is closed
 * @property {(error: MicrophoneError) => void} [ended] is called once if the microphone goes away
 */

/** @type {Record<string, Kind>} */
const KINDS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Why there is no sound; the message mends it. */
export class MicrophoneError extends Error {
  /** @param {Kind} kind */
  constructor(kind, message = say(`microphone.${kind}`)) {
    super(message);
    this.name = "MicrophoneError";
    this.kind = kind;
  }
}

/** What keeps this page from any microphone, known before it asks for one; null if nothing does. */
export function obstacle() {
  if (!window.isSecureContext) return new MicrophoneError("insecure");
  const able = navigator.mediaDevices && "AudioContext" in window && "AudioWorkletNode" in window;
  return able ? null : new MicrophoneError("unsupported");
}

/** The microphones as {deviceId, label}; without labels until one was allowed. */
export async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return all.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId);
}

/**
 * Sound arrives at the source's rate and is resampled here.
 * @param {Handlers & { deviceId?: string }} given
 * @returns {Promise<Source>}
 */
export async function openMicrophone({ deviceId = "", samples, ended = () => {} }) {
  const hindrance = obstacle();
  if (hindrance) throw hindrance;
  const stream = await lent(deviceId);
  const [track] = stream.getAudioTracks();
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {AudioWorkletNode | undefined} */
  let node;
  const close = () => {
    track.onended = null;
    track.stop();
    if (node) node.port.onmessage = null;
    if (context && context.state !== "closed") context.close();
  };
  try {
    context = new AudioContext(); // at the device's own rate: Firefox refuses another
    node = await tap(context, stream, samples);
  } catch (error) {
    close();
    throw named(error);
  }
  track.onended = () => {
    close();
    ended(new MicrophoneError("unplugged"));
  };
  if (track.readyState === "ended") setTimeout(() => track.dispatchEvent(new Event("ended")));
  return { rate: context.sampleRate, label: track.label, deviceId: track.getSettings().deviceId ?? "", close };
}

/**
 * @param {string} deviceId "" for the browser's default
 */
async function lent(deviceId) {
  const audio = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 1 },
    ...(deviceId && { deviceId: { exact: deviceId } }),
  };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    if (deviceId && kindOf(error) === "absent") throw new MicrophoneError("absent", say("microphone.gone"));
    throw named(error);
  }
}

/**
 * Leads the stream's samples to `samples`, resampled. The node has no output, so nothing is played.
 * @param {AudioContext} context
 * @param {MediaStream} stream
 * @param {(block: Float32Array) => void} samples
 */
async function tap(context, stream, samples) {
  await context.audioWorklet.addModule(new URL("tap.js", import.meta.url));
  /** @type {AudioWorkletNodeOptions} */
  const mono = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" }; // the mean of all channels
  const node = new AudioWorkletNode(context, "tap", mono);
  const resampler = new Resampler(context.sampleRate);
  node.port.onmessage = ({ data }) => {
    const block = resampler.push(data);
    if (block.length) samples(block);
  };
  context.createMediaStreamSource(stream).connect(node);
  // Telephone calls interrupt Safari's context, and some systems suspend it; it goes on as soon as that is allowed.
  const resume = () => {
    if (["suspended", "interrupted"].includes(context.state)) context.resume().catch(() => {});
  };
  context.onstatechange = resume;
  resume();
  return node;
}

/** @param {unknown} error */
function kindOf(error) {
  return error instanceof Error ? KINDS[error.name] : undefined;
}

/** @param {unknown} error */
function named(error) {
  if (error instanceof MicrophoneError) return error;
  const kind = kindOf(error);
  if (kind) return new MicrophoneError(kind);
  return new MicrophoneError("unsupported", say("microphone.unusable", { error: sentenceOf(error) }));
}
