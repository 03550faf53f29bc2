// Light or dark: as the system has it, until the button says otherwise, which this browser remembers.
// @ts-check

const KEPT = "speechcls-theme";

/**
 * Puts the kept choice into force, and has `button` change it. Paper is light.
 * @param {HTMLElement} button
 * @param {() => void} repaint draws at once what has its colours from the theme
 */
export function startTheme(button, repaint) {
  if (stored()) document.body.classList.toggle("dark", dark());
  button.addEventListener("click", () => {
    const dark = document.body.classList.toggle("dark");
    store(dark ? "dark" : "light");
  });
  let shown = false;
  addEventListener("beforeprint", () => {
    shown = document.body.classList.contains("dark");
    document.body.classList.remove("dark");
    repaint();
  });
  addEventListener("afterprint", () => document.body.classList.toggle("dark", shown));
}

/** Whether the page is to be dark. */
export function dark() {
  return (stored() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
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
