// The words that were caught, as a list to choose from.

const SAME = 0.5; // s: after a lost connection the last second is heard again, and its word is caught again
const MOST = 2_000; // detections that are kept, the oldest going first

export class Detections {
  /** `choose(detection)` is called when one is clicked or activated by keyboard. */
  constructor(list, choose) {
    Object.assign(this, { list, choose, all: [], items: new Map(), expired: 0 });
  }

  get last() {
    return this.all.at(-1);
  }

  clear() {
    this.all = [];
    this.expired = 0;
    this.items.clear();
    this.list.replaceChildren();
  }

  /** Takes {word, probability, seconds, variant, shown}; tells whether it was new. */
  add(detection) {
    const { word, seconds } = detection;
    if (this.all.some((other) => other.word === word && Math.abs(other.seconds - seconds) < SAME)) return false;
    this.all.push(detection);
    const item = document.createElement("li");
    item.dataset.word = word;
    item.dataset.seconds = seconds.toFixed(2);
    const button = document.createElement("button");
    const when = document.createElement("span");
    button.type = "button";
    button.textContent = word;
    when.textContent = ` at ${clock(seconds)}`;
    button.append(when);
    button.addEventListener("click", () => this.choose(detection));
    item.append(button);
    this.items.set(detection, item);
    this.list.append(item);
    this.list.scrollTop = this.list.scrollHeight;
    if (this.all.length > MOST) this.#forget(this.all.shift());
    return true;
  }

  #forget(detection) {
    this.expired = Math.max(0, this.expired - 1);
    this.items.get(detection).remove();
    this.items.delete(detection);
  }

  /** Mark the one whose second the pictures show; none without an argument. */
  mark(chosen) {
    for (const [detection, item] of this.items) {
      if (detection === chosen) item.firstChild.setAttribute("aria-current", "true");
      else item.firstChild.removeAttribute("aria-current");
    }
  }

  /** What was said before `oldest` (s) can no longer be heard. */
  expire(oldest) {
    for (; this.expired < this.all.length && this.all[this.expired].seconds < oldest; this.expired++) {
      const [button] = this.items.get(this.all[this.expired]).children;
      button.disabled = true;
      button.title = "Its sound is no longer kept";
    }
  }
}

/** Seconds as "12.3 s", from a minute on as "1:12.3". */
export function clock(seconds) {
  const tenths = Math.round(10 * seconds);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${Math.floor(tenths / 600)}:${rest}`;
}
