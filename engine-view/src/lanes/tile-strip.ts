/**
 * The lanes as a strip of tiles, each painted once and then only moved: a second of a thousand
 * visits costs as many strokes, however often the screen is drawn. Main thread of the page; owns
 * the tiles, as many as fit into the window and a few more.
 */

import { type PaintStyle, type PieceScale, paintVisits } from './visit-painter.ts';
import type { VisitRing } from './visit-ring.ts';

/** Device pixels. */
const tileWidth = 256;
const tilesSpare = 2;

interface Tile {
  index: number;
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** One past the last visit that was looked at for it. */
  upTo: number;
}

export class TileStrip {
  readonly #ring: VisitRing;
  #tiles: Tile[] = [];
  #style: PaintStyle | undefined;
  #pxPerMs = 0;
  #height = 0;
  /** Visits looked at so far: what drawing costs. */
  painted = 0;

  constructor(ring: VisitRing) {
    this.#ring = ring;
  }

  /** All tiles are painted anew when next seen. */
  restyle(style: PaintStyle, height: number): void {
    this.#style = style;
    this.#height = height;
    this.#tiles = [];
  }

  /** Forgets what is painted: the ring was cleared. */
  forget(): void {
    for (const tile of this.#tiles) tile.index = Number.NaN;
  }

  /** Draws `width` device pixels of strip, whose left edge is at `startMs`. */
  draw(target: CanvasRenderingContext2D, startMs: number, pxPerMs: number, width: number): void {
    if (this.#height === 0) return; // no server has told of its workers yet
    if (pxPerMs !== this.#pxPerMs) this.forget();
    this.#pxPerMs = pxPerMs;
    const leftPx = Math.round(startMs * pxPerMs);
    const first = Math.floor(leftPx / tileWidth);
    const last = Math.floor((leftPx + width - 1) / tileWidth);
    for (let index = first; index <= last; index++) {
      const tile = this.#tileAt(index, first, last);
      if (tile === undefined) return;
      this.#bringUpToDate(tile);
      target.drawImage(tile.canvas, index * tileWidth - leftPx, 0);
    }
    while (this.#tiles.length > last - first + 1 + tilesSpare) this.#tiles.pop();
  }

  #bringUpToDate(tile: Tile): void {
    const { end } = this.#ring;
    if (tile.upTo === end || this.#style === undefined) return;
    const originPx = tile.index * tileWidth;
    const scale: PieceScale = { pxPerMs: this.#pxPerMs, originPx, width: tileWidth };
    const from = Math.max(tile.upTo, this.#ring.first);
    paintVisits(tile.context, this.#ring, this.#style, scale, from, end);
    this.painted += end - from;
    tile.upTo = end;
  }

  /** The tile with this index, or one that is out of sight and begins anew. */
  #tileAt(index: number, first: number, last: number): Tile | undefined {
    const found = this.#tiles.find((tile) => tile.index === index);
    if (found !== undefined) return found;
    const isFree = (tile: Tile) => !(tile.index >= first && tile.index <= last);
    const tile = this.#tiles.find(isFree) ?? this.#makeTile();
    if (tile === undefined) return undefined;
    tile.context.clearRect(0, 0, tile.canvas.width, tile.canvas.height);
    tile.index = index;
    tile.upTo = this.#ring.firstSince((index * tileWidth) / this.#pxPerMs);
    return tile;
  }

  #makeTile(): Tile | undefined {
    const canvas = document.createElement('canvas');
    canvas.width = tileWidth;
    canvas.height = this.#height;
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    const tile = { index: Number.NaN, canvas, context, upTo: 0 };
    this.#tiles.push(tile);
    return tile;
  }
}
