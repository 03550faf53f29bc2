// The alluvial picture: predicted words flow into true words. Laid out by speechcls/plots/alluvial.py, drawn here as SVG.

const SPACE = "http://www.w3.org/2000/svg";
const ROW = 27; // px of height for each word
const NAMES = 92; // px beside the flows for a word and its clips
const HINT = "Wrong answers stand out; right ones lie behind them.";

function svg(name, attributes, host) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  host?.append(made);
  return made;
}

export class AlluvialView {
  constructor(host) {
    this.figure = document.createElement("figure");
    this.figure.className = "flows";
    this.figure.innerHTML = '<figcaption><b></b><output aria-live="polite"></output></figcaption>';
    [this.title, this.reading] = this.figure.querySelectorAll("b, output");
    this.picture = svg("svg", { role: "img", tabindex: "0" }, this.figure);
    host.append(this.figure);
    new ResizeObserver(() => this.#draw()).observe(this.figure);
    // Not "pointerover", which also comes where the page scrolls by under a pointer that rests.
    for (const kind of ["pointermove", "pointerdown"])
      this.picture.addEventListener(kind, (event) => this.#point(event.target));
    this.picture.addEventListener("pointerleave", () => this.#light(() => false, HINT));
    this.picture.addEventListener("keydown", (event) => this.#step(event));
    this.picture.addEventListener("blur", () => this.#light(() => false, HINT));
  }

  /** `flows` is {predicted, true, ribbons, clips, description}, heights from 0 (top) to 1. */
  show(name, flows) {
    this.flows = flows;
    this.title.textContent = name;
    this.picture.setAttribute("aria-label", `${name}. ${flows.description}`);
    this.wrong = flows.ribbons.filter((r) => r.predicted !== r.true).sort((a, b) => b.count - a.count);
    this.at = -1;
    this.width = 0;
    this.#draw();
  }

  #draw() {
    const width = this.figure.clientWidth;
    if (!this.flows || !width || width === this.width) return;
    this.width = width;
    const height = ROW * this.flows.true.length;
    this.picture.replaceChildren();
    for (const [key, value] of [["width", width], ["height", height], ["viewBox", `0 0 ${width} ${height}`]])
      this.picture.setAttribute(key, value);
    this.ribbons = this.flows.ribbons.map((ribbon) => [ribbon, this.#ribbon(ribbon, width, height)]);
    for (const [side, x] of [["predicted", NAMES], ["true", width - NAMES]])
      for (const bar of this.flows[side]) this.#bar(bar, side, x, height);
    this.#light(() => false, HINT);
  }

  #ribbon(ribbon, width, height) {
    const [from, to, middle] = [NAMES, width - NAMES, width / 2];
    const [left, right, thick] = [ribbon.left * height, ribbon.right * height, ribbon.height * height];
    const path =
      `M${from} ${left}C${middle} ${left} ${middle} ${right} ${to} ${right}v${thick}` +
      `C${middle} ${right + thick} ${middle} ${left + thick} ${from} ${left + thick}z`;
    const kind = ribbon.predicted === ribbon.true ? "right" : "wrong";
    const made = svg("path", { d: path, class: `flow ${kind}` }, this.picture);
    made.ribbon = ribbon;
    return made;
  }

  #bar(bar, side, x, height) {
    const [top, thick] = [bar.top * height, Math.max(bar.height * height, 1)];
    const out = side === "predicted" ? -1 : 1;
    const group = svg("g", { class: "word" }, this.picture);
    group.word = { ...bar, side };
    svg("rect", { x: Math.min(x, x + 5 * out), y: top, width: 5, height: thick }, group);
    const place = { x: x + 10 * out, y: top + thick / 2, "text-anchor": out < 0 ? "end" : "start", dy: "0.35em" };
    svg("text", place, group).textContent = `${bar.word} ${bar.clips}`;
  }

  #point(target) {
    const word = target.closest(".word")?.word;
    if (target.ribbon) this.#light((ribbon) => ribbon === target.ribbon, this.#told(target.ribbon));
    else if (word) this.#light((ribbon) => ribbon[word.side] === word.word, this.#toldWord(word));
  }

  /** Arrow keys go through the wrong ribbons, the largest first. */
  #step(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || !this.wrong.length) return;
    event.preventDefault();
    this.at = (Math.max(this.at + step, -1) + this.wrong.length) % this.wrong.length;
    const ribbon = this.wrong[this.at];
    this.#light((one) => one === ribbon, this.#told(ribbon));
  }

  #light(wanted, text) {
    let some = false;
    for (const [ribbon, path] of this.ribbons ?? []) {
      const lit = wanted(ribbon);
      path.classList.toggle("lit", lit);
      some ||= lit;
    }
    this.picture.classList.toggle("pointing", some);
    this.reading.textContent = text;
  }

  #told({ predicted, true: spoken, count }) {
    const all = this.flows.true.find((bar) => bar.word === spoken).clips;
    const part = `${count} of ${all} clips (${((100 * count) / all).toFixed(1)}%)`;
    return predicted === spoken ? `“${spoken}” rightly named: ${part}` : `“${spoken}” taken for “${predicted}”: ${part}`;
  }

  #toldWord({ side, word, clips }) {
    const right = this.flows.ribbons.find((r) => r.predicted === word && r.true === word)?.count ?? 0;
    return side === "true"
      ? `“${word}” was spoken in ${clips} clips, ${right} of them rightly named`
      : `“${word}” was the answer for ${clips} clips, ${right} of them rightly`;
  }
}
