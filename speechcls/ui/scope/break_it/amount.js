// How much a sound is spoiled, by where the slider stands.
// @ts-check

/** @import { Broken } from "../protocol.d.ts" */

/**
 * The amount at a share of the way from harmless to worst.
 * @param {Pick<Broken, "harmless" | "worst" | "log">} way
 * @param {number} share
 */
export function amountAt({ harmless, worst, log }, share) {
  return log ? harmless * (worst / harmless) ** share : harmless + share * (worst - harmless);
}
