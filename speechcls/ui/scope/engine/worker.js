// Runs in a worker: networks by ONNX Runtime's WebAssembly, on one thread, which needs no special headers.
// @ts-check

const FILES = new URL("../vendor/onnxruntime-web-1.30.0/", import.meta.url);
const SECOND = 16_000; // samples

/** @typedef {{ load: string, model: string | Blob } | { answer: string, wave: Float32Array } | { drop: string }} Question of the network of a name */
/** @typedef {{ probabilities: Float32Array, reason: number, milliseconds: number }} Answer */
/** @typedef {{ data: Float32Array | BigInt64Array }} Tensor */
/** @typedef {{ run: (given: { wave: Tensor }, wanted: string[]) => Promise<Record<string, Tensor>> }} Session */
/**
 * @typedef {object} Runtime what is used of ONNX Runtime
 * @property {{ wasm: { numThreads: number, wasmPaths: string, wasmBinary: ArrayBuffer } }} env
 * @property {new (kind: "float32", data: Float32Array, shape: number[]) => Tensor} Tensor
 * @property {{ create: (model: Uint8Array, options: object) => Promise<Session> }} InferenceSession
 */

/** @type {Map<string, (wave: Float32Array) => Promise<Answer>>} */
const networks = new Map();
/** @type {Promise<Runtime> | null} */
let runtime = null;
/** @type {Promise<unknown>} */
let turn = Promise.resolve(); // a session answers one question at a time

/**
 * A file, unpacked where the server left that to us: the runtime travels as it lies in the package.
 * @param {string | URL | Blob} file itself, or its address
 */
async function unpacked(file) {
  const response = file instanceof Blob ? new Response(file) : await fetch(file);
  if (!response.ok) throw new Error(`${file} can't be had: ${response.status}.`);
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return bytes; // not packed any more
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @returns {Promise<Runtime>} */
async function prepare() {
  const ort = await import(new URL("ort.wasm.min.mjs", FILES).href);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = FILES.href;
  ort.env.wasm.wasmBinary = await unpacked(new URL("ort-wasm-simd-threaded.wasm.gz", FILES));
  return ort;
}

/**
 * @param {string} name
 * @param {string | Blob} model its file, or the address of that
 */
async function load(name, model) {
  runtime ??= prepare();
  const ort = await runtime;
  const bytes = new Uint8Array(await unpacked(model));
  const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
  const session = await ort.InferenceSession.create(bytes, options);
  /** @param {Float32Array} wave */
  const answer = async (wave) => {
    const begun = performance.now();
    const given = { wave: new ort.Tensor("float32", wave, [1, SECOND]) };
    const { probabilities, reason } = await session.run(given, ["probabilities", "reason"]);
    return {
      probabilities: Float32Array.from(probabilities.data, Number),
      reason: Number(reason.data[0]),
      milliseconds: performance.now() - begun,
    };
  };
  await answer(new Float32Array(SECOND)); // the first answer takes longer than the rest
  networks.set(name, answer);
}

/**
 * @param {Question} question
 * @returns {Promise<Answer | undefined>} undefined once a network is loaded or dropped
 */
async function answered(question) {
  if ("load" in question) {
    await load(question.load, question.model);
    return undefined;
  }
  if ("drop" in question) {
    networks.delete(question.drop);
    return undefined;
  }
  const answer = networks.get(question.answer);
  if (!answer) throw new Error(`The network ${question.answer} was not loaded.`);
  return answer(question.wave);
}

addEventListener("message", ({ data: { number, question } }) => {
  turn = turn
    .then(() => answered(question))
    .then((answer) => postMessage({ number, answer }))
    .catch((error) => postMessage({ number, error: error.message || String(error) }));
});
