// Runs before everything else, as a classic script in the head: what is clicked or dropped before its module is there
// is kept, and done as soon as ready() is called for its part. Such a part has the class `waits`; what it says
// meanwhile is its data-waits.
// @ts-check

const early = {
  /** @type {Set<HTMLElement>} */
  kept: new Set(),

  /**
   * A part works from now on: what was asked of it meanwhile is done, in order, each once.
   * @param {Element} part
   */
  ready(part) {
    part.classList.remove("waits");
    for (const target of [...early.kept].filter((one) => part.contains(one))) {
      early.kept.delete(target);
      if (!(target instanceof HTMLInputElement) || target.type !== "file") target.click();
      else if (target.files?.length) target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },

  /**
   * @param {HTMLElement} target
   * @param {HTMLElement} part
   */
  keep(target, part) {
    early.kept.delete(target);
    early.kept.add(target); // the last one asked for is done last
    const status = part.querySelector("[role=status]");
    if (status) status.textContent = part.dataset.waits ?? "";
  },

  /** Says once that a module didn't come, and won't any more. */
  failed() {
    if (document.querySelector(".failed")) return;
    document.getElementById("opening")?.remove(); // what was asked of it can't be done
    const note = document.createElement("p");
    note.className = "failed";
    note.setAttribute("role", "alert");
    note.textContent = JSON.parse(document.getElementById("wording")?.textContent ?? "{}").failed;
    document.body.prepend(note);
  },
};

/**
 * The nearest element at or above where something happened.
 * @param {Event} event
 * @param {string} selector
 */
function nearest({ target }, selector) {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

document.addEventListener(
  "click",
  (event) => {
    const dialog = document.getElementById(nearest(event, "[data-opens]")?.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    const part = nearest(event, ".waits");
    const control = nearest(event, "button, input[type=checkbox], input[type=radio]");
    if (!part || !control) return; // a file is chosen in the browser's own window, at once
    event.preventDefault();
    event.stopImmediatePropagation();
    early.keep(control, part);
  },
  true,
);

document.addEventListener(
  "change",
  (event) => {
    const [part, input] = [nearest(event, ".waits"), nearest(event, "input[type=file]")];
    if (!part || !input) return;
    event.stopImmediatePropagation(); // its own module may be there, but not yet those that it needs
    early.keep(input, part);
  },
  true,
);

document.addEventListener("dragover", (event) => event.preventDefault()); // or a drop would replace the page
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const part = nearest(event, ".waits");
  const input = nearest(event, "label")?.querySelector("input[type=file]");
  if (!part || !(input instanceof HTMLInputElement) || !event.dataTransfer) return;
  event.stopPropagation();
  input.files = event.dataTransfer.files;
  early.keep(input, part);
});
