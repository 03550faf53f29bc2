// How a probability is said: the twin of speechcls/models/probability.py.
// @ts-check

/**
 * A share as a percentage: whole, with one decimal below 1 and from 99; never 0% or 100%, as no softmax is, though a
 * number may be rounded.
 * @param {number} probability
 */
export function percent(probability) {
  if (probability < 0.001) return "<0.1%";
  if (probability > 0.999) return ">99.9%";
  const digits = probability < 0.01 || probability >= 0.99 ? 1 : 0;
  return `${(Math.floor(100 * probability * 10 ** digits + 0.5) / 10 ** digits).toFixed(digits)}%`;
}
