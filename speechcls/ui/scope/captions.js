// What is written on a picture: its words in the page's language, and a legend of its lines.
// @ts-check

import { stillLines } from "./ground.js";
import { translate } from "./say.js";

/** @import { MovingPanel, Panel } from "./decode.js" */

/**
 * The panel itself, with all that it says in the page's language.
 * @template {Panel | MovingPanel} P
 * @param {P} panel
 * @returns {P}
 */
export function inLanguage(panel) {
  const others = translate("the others"); // beside which lines are named after networks, too
  const networks = panel.lines.every(({ name }) => isNetwork(name) || name === "the others" || name === others);
  for (const line of panel.lines) if (!networks || line.name === "the others") line.name = translate(line.name);
  return Object.assign(panel, {
    title: translate(panel.title),
    subtitle: translate(panel.subtitle),
    x: { ...panel.x, label: translate(panel.x.label) },
    y: { ...panel.y, label: translate(panel.y.label) },
  });
}

/**
 * Whether a line is named after a network, some of which are called as what they see.
 * @param {string} name
 */
function isNetwork(name) {
  return document.querySelector(`#variant input[value="${CSS.escape(name)}"]`) !== null;
}

/**
 * Names of the lines, where there is more than one name to tell apart; null elsewhere.
 * @param {Panel | MovingPanel} panel
 */
export function legend(panel) {
  const still = stillLines(panel).map(({ name, ...look }) => ({ ...look, name: translate(name) }));
  const lines = [...still, ...panel.lines];
  const named = new Map(lines.map((line) => [line.name, line]));
  if (named.size < 2) return null;
  const made = document.createElement("span");
  made.className = "panel-legend";
  for (const [name, { role, dashed }] of named) {
    const entry = document.createElement("span");
    entry.textContent = name;
    entry.classList.toggle("dashed", Boolean(dashed));
    entry.style.setProperty("--line", `var(--scope-${role})`);
    made.append(entry);
  }
  return made;
}
