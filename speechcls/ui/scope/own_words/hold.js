// A button to press or to hold: a press begins what the next press ends; what a hold begins ends when it is let go.
// @ts-check

const HELD = 400; // ms from which a press is a hold

/**
 * @param {HTMLButtonElement} button which may be replaced by another like it meanwhile
 * @param {{isOn: () => boolean, toggle: () => void, end: () => void}} does `end` does nothing where nothing was begun
 */
export function holdable(button, { isOn, toggle, end }) {
  button.addEventListener("pointerdown", ({ isPrimary, button: which, timeStamp }) => {
    if (!isPrimary || which !== 0) return;
    const begins = !isOn();
    toggle();
    if (begins) whenLetGo((moment, cancelled) => (cancelled || moment - timeStamp >= HELD) && end());
  });
  button.addEventListener("click", ({ detail }) => {
    if (detail === 0) toggle(); // by a key, or by what reads the page aloud; a pointer's has been handled
  });
}

/** @param {(moment: number, cancelled: boolean) => void} act */
function whenLetGo(act) {
  const over = new AbortController();
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    document.addEventListener(
      name,
      ({ timeStamp }) => {
        over.abort();
        act(timeStamp, name === "pointercancel");
      },
      { signal: over.signal },
    );
}
