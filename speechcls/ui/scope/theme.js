// Light or dark: as the system has it, until the button says otherwise, which this browser remembers.
// @ts-check

const KEPT = "speechcls-theme";

/**
 * Puts the kept choice into force, and has `button` change it.
 * @param {HTMLElement} button
 */
export function startTheme(button) {
  const kept = stored();
  if (kept) document.body.classList.toggle("dark", kept === "dark");
  button.addEventListener("click", () => {
    const dark = document.body.classList.toggle("dark");
    store(dark ? "dark" : "light");
  });
}

function stored() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser may forbid it
  }
}

/** @param {"dark" | "light"} theme */
function store(theme) {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // then it is as the system has it the next time
  }
}
