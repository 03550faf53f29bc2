// Whether this browser can run networks at all.
// @ts-check

export function able() {
  return typeof WebAssembly === "object" && typeof Worker === "function" && typeof DecompressionStream === "function";
}
