// This computer's microphone, where the page is served from it: sound by way of the server instead of the browser.
// @ts-check

import { say } from "../say.js";
import { MicrophoneError } from "./capture.js";
import { RATE } from "./ring.js";

/** @import { Microphone } from "../protocol.d.ts" */
/** @import { MicrophoneOpened, MicrophoneOverflow, Refused } from "../protocol.d.ts" */
/** @import { Handlers, Source } from "./capture.js" */

/**
 * The server's microphones; none where it can't tell.
 * @returns {Promise<Microphone[]>}
 */
export async function localDevices() {
  const answer = await fetch(new URL("microphone/devices", document.baseURI));
  const found = answer.ok ? await answer.json() : [];
  return Array.isArray(found) ? found : [];
}

/**
 * As openMicrophone does, but of a device of the server's.
 * @param {Handlers & { deviceId: string }} given
 * @returns {Promise<Source>}
 */
export async function openLocal({ deviceId, samples, ended = () => {} }) {
  const address = new URL("microphone", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  if (deviceId) address.searchParams.set("device", deviceId);
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  let reason = say("microphone.stopped");
  let told = { rate: RATE, name: "" };
  const close = () => {
    socket.onmessage = socket.onclose = null;
    socket.close();
  };
  /** @type {(text: string) => void} */
  const take = (text) => {
    /** @type {Partial<MicrophoneOpened & MicrophoneOverflow & Refused>} */
    const { name, rate = RATE, overflow, error } = JSON.parse(text);
    if (name) told = { rate, name };
    if (overflow) samples(new Float32Array(overflow)); // silence, so that what follows keeps its time
    reason = error ?? reason;
  };
  await new Promise((begun, failed) => {
    socket.onclose = () => failed(new MicrophoneError("absent", reason));
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") {
        take(data);
        return;
      }
      begun(null);
      const chunk = new DataView(data);
      samples(Float32Array.from({ length: data.byteLength / 2 }, (_, i) => chunk.getInt16(2 * i, true) / 32768));
    };
  });
  socket.onclose = () => ended(new MicrophoneError("unplugged", reason));
  return { rate: told.rate, label: told.name, deviceId, close };
}
