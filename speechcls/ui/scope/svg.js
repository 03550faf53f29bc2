// A drawing context that writes SVG: as much of a canvas's as the pictures use.
// @ts-check

/** @typedef {{ fill: string, stroke: string, width: number, dash: string, matrix: string, clip: string }} State */

export class SvgContext {
  /** @type {string[]} */
  #marks = [];
  /** @type {string[]} */
  #path = [];
  /** @type {{ matrix: string, clip: string }[]} */
  #saved = [];
  #matrix = "";
  #clip = "";
  #clips = 0;
  #dash = "";
  fillStyle = "";
  strokeStyle = "";
  lineWidth = 1;
  lineJoin = "round";
  font = "12px system-ui, sans-serif";
  textAlign = "left";
  textBaseline = "alphabetic";
  imageSmoothingEnabled = false;

  save() {
    this.#saved.push({ matrix: this.#matrix, clip: this.#clip });
  }

  restore() {
    const { matrix, clip } = this.#saved.pop() ?? { matrix: "", clip: "" };
    this.#matrix = matrix;
    this.#clip = clip;
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.#matrix += ` translate(${short(x)} ${short(y)})`;
  }

  /** @param {number} angle */
  rotate(angle) {
    this.#matrix += ` rotate(${short((angle * 180) / Math.PI)})`;
  }

  /** @param {number[]} lengths */
  setLineDash(lengths) {
    this.#dash = lengths.length ? ` stroke-dasharray="${lengths.join(" ")}"` : "";
  }

  beginPath() {
    this.#path = [];
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#path.push(`M${short(x)} ${short(y)}`);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#path.push(`${this.#path.length ? "L" : "M"}${short(x)} ${short(y)}`);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.#path.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
  }

  /** Whole circles only. @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    const r = short(radius);
    this.#path.push(
      `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ${short(-2 * radius)} 0z`,
    );
  }

  clip() {
    this.#clips += 1;
    this.#marks.push(`<clipPath id="clip${this.#clips}"><path d="${this.#path.join("")}"/></clipPath>`);
    this.#clip = ` clip-path="url(#clip${this.#clips})"`;
  }

  stroke() {
    const style = `fill="none" stroke="${this.strokeStyle}" stroke-width="${short(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"`;
    this.#mark(`<path d="${this.#path.join("")}" ${style}${this.#dash}${this.#where()}/>`);
  }

  fill() {
    this.#mark(`<path d="${this.#path.join("")}" fill="${this.fillStyle}"${this.#where()}/>`);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#mark(`<rect ${place} fill="${this.fillStyle}"${this.#where()}/>`);
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const anchor = { center: "middle", right: "end" }[this.textAlign] ?? "start";
    const rise = { top: "0.8em", middle: "0.35em", bottom: "-0.2em" }[this.textBaseline] ?? "0";
    const font = `style="font:${this.font}"`;
    const place = `x="${short(x)}" y="${short(y)}" dy="${rise}" text-anchor="${anchor}"`;
    this.#mark(`<text ${place} ${font} fill="${this.fillStyle}"${this.#where()}>${escaped(text)}</text>`);
  }

  /** About: twelve pixels high, half as wide. @param {string} text */
  measureText(text) {
    return { width: 6.5 * text.length };
  }

  /** @param {OffscreenCanvas} surface @param {number} x @param {number} y @param {number} width @param {number} height */
  drawImage(surface, x, y, width, height) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: surface.width, height: surface.height });
    canvas.getContext("2d")?.drawImage(surface, 0, 0);
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    const drawn = `preserveAspectRatio="none" style="image-rendering:pixelated" href="${canvas.toDataURL()}"`;
    this.#mark(`<image ${place} ${drawn}${this.#where()}/>`);
  }

  /** @param {string} mark */
  #mark(mark) {
    this.#marks.push(mark);
  }

  #where() {
    return (this.#matrix ? ` transform="${this.#matrix.trim()}"` : "") + this.#clip;
  }

  /** The picture as a file. @param {number} width @param {number} height @param {string} title */
  text(width, height, title) {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
    return `${head}<title>${escaped(title)}</title>${this.#marks.join("")}</svg>`;
  }
}

/** @param {number} value */
function short(value) {
  return Number(value.toFixed(2));
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
