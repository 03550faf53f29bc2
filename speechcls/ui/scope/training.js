// How the chosen network was trained: in words, as a command, and as curves.

import { PanelView } from "./panel.js";

export class TrainingView {
  /** `variants` maps a name to {text, command, panels}. */
  constructor(element, variants) {
    const find = (selector) => element.querySelector(selector);
    Object.assign(this, { variants, views: [] });
    this.name = find(".training-name");
    this.text = find(".training-text");
    this.command = find("code");
    this.curves = find(".training-curves");
  }

  show(name) {
    if (name === this.shown) return;
    this.shown = name;
    const { text, command, panels } = this.variants[name];
    this.name.textContent = name;
    this.text.textContent = text;
    this.command.textContent = command;
    while (this.views.length < panels.length) this.views.push(new PanelView(this.curves, ""));
    for (const [i, view] of this.views.entries()) {
      view.figure.hidden = i >= panels.length;
      if (i < panels.length) view.show(panels[i]);
    }
  }
}
