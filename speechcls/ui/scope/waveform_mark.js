// The chosen second, moved on the waveform with pointer or keyboard.

const STEP = 0.01; // s
const STRIDE = 0.1; // s, with Shift or Page Up and Down

export class WaveformMark {
  /** Lies over the waveform of `view`; calls `onMove(start)` whenever a second is chosen by hand. Where the same wave
   * is drawn twice, one mark of the two is `silent`: for the pointer alone. */
  constructor(view, onMove, { silent = false } = {}) {
    Object.assign(this, { view, onMove, start: 0, earliest: 0, latest: 0 });
    this.handle = document.createElement("div");
    this.handle.className = "mark";
    this.handle.tabIndex = silent ? -1 : 0;
    this.handle.hidden = true;
    if (silent) this.handle.setAttribute("aria-hidden", "true");
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-label", "Start of the second to classify");
    view.body.append(this.handle);
    this.handle.addEventListener("keydown", (event) => this.#key(event));
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    view.canvas.addEventListener("click", (event) => this.#jump(event));
    new ResizeObserver(() => this.#place()).observe(view.body);
  }

  /** The second that begins at `start`, between `earliest` (negative: before the sound) and `latest`, in s. */
  show({ start, earliest, latest }) {
    Object.assign(this, { earliest, latest });
    this.handle.hidden = !this.movable;
    this.handle.setAttribute("aria-valuemin", this.earliest.toFixed(2));
    this.handle.setAttribute("aria-valuemax", this.latest.toFixed(2));
    this.#set(start);
  }

  /** The second was moved by another mark. */
  follow(start) {
    this.#set(start);
  }

  hide() {
    this.latest = this.earliest;
    this.handle.hidden = true;
  }

  get movable() {
    return this.latest > this.earliest;
  }

  #set(start) {
    this.start = Math.min(Math.max(start, this.earliest), this.latest);
    this.handle.setAttribute("aria-valuenow", this.start.toFixed(2));
    this.handle.setAttribute("aria-valuetext", `from ${this.start.toFixed(2)} to ${(this.start + 1).toFixed(2)} seconds`);
    this.#place();
  }

  #choose(start) {
    if (!this.movable) return;
    this.#set(Math.round(start / STEP) * STEP);
    this.onMove(this.start);
  }

  #place() {
    // The view lays out before the next frame; so this waits for the one after.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const { x, plot } = this.view;
        if (!x || this.handle.hidden) return;
        const left = x.pixel(this.start);
        Object.assign(this.handle.style, {
          left: `${left}px`,
          width: `${Math.max(x.pixel(this.start + 1) - left, 8)}px`,
          top: `${plot.top}px`,
          height: `${plot.height}px`,
        });
      }),
    );
  }

  #key(event) {
    const stride = event.shiftKey ? STRIDE : STEP;
    const steps = {
      ArrowLeft: -stride, ArrowDown: -stride, ArrowRight: stride, ArrowUp: stride,
      PageDown: -STRIDE, PageUp: STRIDE, Home: -Infinity, End: Infinity,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.#choose(this.start + steps[event.key]);
  }

  #drag(event) {
    const grip = this.view.x.value(event.clientX - this.view.canvas.getBoundingClientRect().left) - this.start;
    this.handle.setPointerCapture(event.pointerId);
    this.handle.onpointermove = (move) =>
      this.#choose(this.view.x.value(move.clientX - this.view.canvas.getBoundingClientRect().left) - grip);
    this.handle.onpointerup = this.handle.onpointercancel = () => {
      this.handle.onpointermove = this.handle.onpointerup = this.handle.onpointercancel = null;
    };
  }

  #jump(event) {
    if (this.view.panel) this.#choose(this.view.x.value(event.offsetX) - 0.5);
  }
}
