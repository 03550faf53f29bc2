// Runs before everything else, as a classic script in the head: what is clicked or dropped before its module is there
// is kept, and done as soon as ready() is called for its part. Such a part has the class `waits`; what it says
// meanwhile is its data-waits.

const early = { kept: new Set() };

/** A part works from now on: what was asked of it meanwhile is done, in order, each once. */
early.ready = (part) => {
  part.classList.remove("waits");
  for (const target of [...early.kept].filter((one) => part.contains(one))) {
    early.kept.delete(target);
    if (target.type !== "file") target.click();
    else if (target.files.length) target.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

early.keep = (target, part) => {
  early.kept.delete(target);
  early.kept.add(target); // the last one asked for is done last
  const status = part.querySelector("[role=status]");
  if (status) status.textContent = part.dataset.waits;
};

/** Says once that a module didn't come, and won't any more. */
early.failed = () => {
  if (document.querySelector(".failed")) return;
  const note = document.createElement("p");
  note.className = "failed";
  note.setAttribute("role", "alert");
  note.textContent = "A part of this page didn't load, so nothing here works yet. See that the server is running, then reload.";
  document.body.prepend(note);
};

document.addEventListener(
  "click",
  (event) => {
    document.getElementById(event.target.closest("[data-opens]")?.dataset.opens)?.showModal();
    const part = event.target.closest(".waits");
    const control = part && event.target.closest("button, input[type=checkbox], input[type=radio]");
    if (!control) return; // a file is chosen in the browser's own window, at once
    event.preventDefault();
    event.stopImmediatePropagation();
    early.keep(control, part);
  },
  true,
);

document.addEventListener("change", ({ target }) => {
  const part = target.type === "file" && target.closest(".waits");
  if (part) early.keep(target, part);
});

document.addEventListener("dragover", (event) => event.preventDefault()); // or a drop would replace the page
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const part = event.target.closest(".waits");
  const input = part && event.target.closest("label")?.querySelector("input[type=file]");
  if (!input) return;
  input.files = event.dataTransfer.files;
  early.keep(input, part);
});
