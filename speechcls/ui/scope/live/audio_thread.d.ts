// What the audio thread knows beyond a page, and TypeScript's library leaves out; tap.js runs there.

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
  process(inputs: Float32Array<ArrayBuffer>[][], outputs: Float32Array[][]): boolean;
}
