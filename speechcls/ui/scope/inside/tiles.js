// Small pictures without axes: maps, kernels, the barcode. Row 0 of a tile is the lowest.
// @ts-check

import { brush } from "../dom.js";

/** @import { Tile } from "../protocol.d.ts" */

/**
 * The bytes of a tile.
 * @param {Tile} tile
 */
export function bytesOf(tile) {
  return Uint8Array.from(atob(tile.values), (c) => c.charCodeAt(0));
}

/**
 * Draws a tile, a pixel a cell; the style sheet stretches the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Tile} tile
 * @param {Uint32Array} colours 256 packed RGBA
 */
export function drawTile(canvas, tile, colours) {
  const { rows, columns } = tile;
  const values = bytesOf(tile);
  canvas.width = columns;
  canvas.height = rows;
  const context = brush(canvas);
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      pixels[(rows - 1 - row) * columns + column] = colours[values[row * columns + column]];
  context.putImageData(image, 0, 0);
}
