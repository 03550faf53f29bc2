// Class: the last word, the timeline and the spectrogram alone on the screen, to be read from the last row.

const MODE = "class-mode";

/** Has `button` enter, and `leave` leave; gives what the key F does. */
export function startClass(button, leave) {
  const set = (on) => {
    if (on === document.body.classList.contains(MODE)) return;
    document.body.classList.toggle(MODE, on);
    leave.hidden = !on;
    if (on) document.documentElement.requestFullscreen?.().catch(() => {}); // without it the window is filled
    else if (document.fullscreenElement) document.exitFullscreen();
  };
  button.addEventListener("click", () => set(true));
  leave.addEventListener("click", () => set(false));
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || set(false)); // left by the browser
  document.addEventListener("keydown", ({ key }) => key === "Escape" && set(false));
  return () => set(!document.body.classList.contains(MODE));
}
