// What the page shows, kept in its address: a reload, Back and a shared link bring it back.

const followers = new Set();

/** {step, sound, variant, ...settings} of the address, all as text. */
export function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Puts values into the address; null takes one out. Back returns to the state before, unless `quietly`. */
export function write(changes, { quietly = false } = {}) {
  const now = { ...read(), ...changes };
  const kept = Object.entries(now).filter(([, value]) => value !== null && value !== undefined);
  const text = new URLSearchParams(kept).toString();
  if (text === location.hash.slice(1)) return;
  history[quietly ? "replaceState" : "pushState"](null, "", text ? `#${text}` : location.pathname + location.search);
}

/** Calls `follower(state)` whenever the address changed by other means: Back, Forward, or a link that was followed. */
export function follow(follower) {
  followers.add(follower);
}

window.addEventListener("popstate", () => {
  for (const follower of followers) follower(read());
});
