// The one place that all pictures mark together: a moment, a frequency, an epoch.
// @ts-check

/** @import { Axis } from "./decode.js" */
/** @import { PanelView } from "./panel.js" */

/** @typedef {"time" | "hertz" | "epoch"} Shared */
/** @typedef {{ time?: number, hertz?: number, epoch?: number }} Place values by quantity, times in s */

/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {{ at: Place, owner: PanelView | null }} */
export const cursor = { at: {}, owner: null };

/** @type {Record<Axis["quantity"], Shared | null>} a mel band stands for its centre */
const SHARED = { time: "time", frequency: "hertz", "mel band": "hertz", epoch: "epoch", "": null };

/**
 * What an axis measures, if pictures can share it.
 * @param {Axis} axis
 */
export function quantity(axis) {
  return SHARED[axis.quantity];
}

/**
 * Mark these values everywhere; `owner` is the picture that is read, null if none is.
 * @param {Place} at
 * @param {PanelView | null} owner
 */
export function point(at, owner = null) {
  cursor.at = at;
  cursor.owner = owner;
  for (const listener of listeners) listener();
}

/**
 * Calls `listener` whenever something is marked, until what is returned is called.
 * @param {() => void} listener
 */
export function follow(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
