// What the page shows, kept in its address: a reload, Back and a shared link bring it back.
// @ts-check

/** @typedef {Record<string, string>} State by step, sound, variant and the names of settings */

/** @type {Set<(state: State) => void>} */
const followers = new Set();
let following = false; // what changes meanwhile stands in the address already

/**
 * What the address says.
 * @returns {State}
 */
export function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/**
 * Puts values into the address; null takes one out. Back returns to the state before, unless `quietly`.
 * @param {Record<string, string | null>} changes
 * @param {{ quietly?: boolean }} options
 */
export function write(changes, { quietly = false } = {}) {
  if (following) return;
  const now = new Map(Object.entries(read()));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) now.delete(name);
    else now.set(name, value);
  }
  const text = new URLSearchParams([...now]).toString();
  if (text === location.hash.slice(1)) return;
  const here = location.pathname + location.search; // else the page's base would be meant
  history[quietly ? "replaceState" : "pushState"](null, "", here + (text && `#${text}`));
}

/**
 * Calls `follower` whenever the address changed by other means: Back, Forward, or a link that was followed.
 * @param {(state: State) => void} follower
 */
export function follow(follower) {
  followers.add(follower);
}

window.addEventListener("popstate", () => {
  following = true;
  try {
    for (const follower of followers) follower(read());
  } finally {
    following = false;
  }
});
