// Elements and canvases of the page, sure to be there and of the kind that is expected.
// @ts-check

/**
 * The first element below `host` that a selector names. Throws where there is none of that kind.
 * @template {Element} T
 * @overload
 * @param {ParentNode} host
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
/**
 * @overload
 * @param {ParentNode} host
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @param {ParentNode} host
 * @param {string} selector
 * @param {new () => Element} kind
 */
export function find(host, selector, kind = HTMLElement) {
  const found = host.querySelector(selector);
  const name = found?.localName ?? "nothing";
  if (found instanceof kind) return found;
  throw new TypeError(`Expected ${kind.name} at ${selector}, and found ${name}.`);
}

/**
 * All elements below `host` that a selector names and that are of a kind.
 * @template {Element} T
 * @overload
 * @param {ParentNode} host
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T[]}
 */
/**
 * @overload
 * @param {ParentNode} host
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
/**
 * @param {ParentNode} host
 * @param {string} selector
 * @param {new () => Element} kind
 */
export function all(host, selector, kind = HTMLElement) {
  return [...host.querySelectorAll(selector)].filter((one) => one instanceof kind);
}

/**
 * What draws on a canvas.
 * @template {HTMLCanvasElement | OffscreenCanvas} C
 * @param {C} canvas
 * @returns {C extends HTMLCanvasElement ? CanvasRenderingContext2D : OffscreenCanvasRenderingContext2D}
 */
export function brush(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("This browser draws no canvas.");
  return /** @type {any} */ (context);
}
