// The one place that all pictures mark together: a moment, a frequency, an epoch.

const listeners = new Set();
export const cursor = { at: {}, owner: null };

/** What an axis measures, if pictures can share it: "time" (s), "hertz", "epoch"; a mel band stands for its centre. */
export function quantity(axis) {
  if (axis.unit === "s") return "time";
  if (axis.unit === "Hz" || axis.label === "Mel band") return "hertz";
  return axis.label === "Epoch" ? "epoch" : null;
}

/** Mark these values, by quantity, everywhere; `owner` is the picture that is read, null if none is. */
export function point(at, owner = null) {
  Object.assign(cursor, { at, owner });
  for (const listener of listeners) listener();
}

export function follow(listener) {
  listeners.add(listener);
}
