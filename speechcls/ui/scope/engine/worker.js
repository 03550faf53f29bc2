// Runs in a worker: networks by ONNX Runtime's WebAssembly, on one thread, which needs no special headers.

import * as ort from "../vendor/onnxruntime-web-1.30.0/ort.wasm.min.mjs";

const FILES = new URL("../vendor/onnxruntime-web-1.30.0/", import.meta.url);
const SECOND = 16_000; // samples
const sessions = new Map();
let ready = null;
let turn = Promise.resolve(); // a session answers one question at a time

/** A file, unpacked where the server left that to us: the runtime travels as it lies in the package. */
async function unpacked(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} can't be had: ${response.status}.`);
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return bytes; // not packed any more
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function prepare() {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = FILES.href;
  ort.env.wasm.wasmBinary = await unpacked(new URL("ort-wasm-simd-threaded.wasm.gz", FILES));
}

async function load(variant, model) {
  ready ??= prepare();
  await ready;
  const bytes = new Uint8Array(await unpacked(model));
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
  sessions.set(variant, session);
  await answer(variant, new Float32Array(SECOND)); // the first answer takes longer than the rest
}

async function answer(variant, wave) {
  const begun = performance.now();
  const input = new ort.Tensor("float32", wave, [1, SECOND]);
  const { probabilities, reason } = await sessions.get(variant).run({ wave: input }, ["probabilities", "reason"]);
  return {
    probabilities: probabilities.data,
    reason: Number(reason.data[0]),
    milliseconds: performance.now() - begun,
  };
}

onmessage = ({ data: { number, load: wanted, model, answer: asked, wave } }) => {
  turn = turn
    .then(() => (wanted ? load(wanted, model) : answer(asked, wave)))
    .then((given) => postMessage({ number, ...given }))
    .catch((error) => postMessage({ number, error: error.message || String(error) }));
};
