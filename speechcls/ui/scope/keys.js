// Keys for the whole page, unless text is being typed or a key belongs to the control that Tab led to.

const TYPED = "input:not([type=radio], [type=range], [type=checkbox], [type=file])";

/** `actions` maps a key to what it does; a digit counts as "1". They rest while the box in the help is unchecked. */
export function startKeys(actions) {
  const [help, active] = ["#keys", "#keys-on"].map((selector) => document.querySelector(selector));
  const free = freedom();
  window.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const at = document.activeElement ?? document.body;
    if (!free(event.key, at)) return;
    if (event.key === "?") help.showModal();
    const act = active.checked && actions[/^[1-9]$/.test(event.key) ? "1" : event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    if (event.key === " ") at.blur(); // or some browsers would press its button, too
    act(event.key);
  });
}

/** Whether a key is free: whoever came to a control by keyboard means that with Space, whoever clicked it doesn't. */
function freedom() {
  let pointed = false;
  window.addEventListener("pointerdown", () => (pointed = true), true);
  window.addEventListener("keydown", ({ key }) => key === "Tab" && (pointed = false), true);
  return (key, at) => {
    if (at.matches(`select, textarea, [contenteditable], ${TYPED}`)) return false;
    return key !== " " || pointed || at === document.body;
  };
}
