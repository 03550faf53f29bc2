// Class: the last word, the timeline and the spectrogram alone on the screen, to be read from the last row.
// @ts-check

const MODE = "class-mode";

/**
 * Has `button` enter, and `leave` leave; gives what the key F does.
 * @param {HTMLElement} button
 * @param {HTMLElement} leave
 */
export function startClass(button, leave) {
  /** @type {(on: boolean) => void} */
  const set = (on) => {
    if (on === document.body.classList.contains(MODE)) return;
    document.body.classList.toggle(MODE, on);
    leave.hidden = !on;
    if (on)
      document.documentElement.requestFullscreen?.().catch(() => {}); // without it the window is filled
    else if (document.fullscreenElement) document.exitFullscreen();
  };
  button.addEventListener("click", () => set(true));
  leave.addEventListener("click", () => set(false));
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || set(false)); // left by the browser
  document.addEventListener("keydown", ({ key }) => key === "Escape" && set(false));
  return () => set(!document.body.classList.contains(MODE));
}
