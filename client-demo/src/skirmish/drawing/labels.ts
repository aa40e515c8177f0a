// Words in the arena: names under ships and points where they were won. Each text is painted once
// into a cell of one canvas; then it is a picture like any other. A new text takes the cell that
// was shown least lately. Owns the canvas; `isStale` says that the card must get it again.
import type { Frames } from './quad-buffer.ts';

const columns = 4;
const rows = 20;
const cellWidth = 136; // CSS pixels
const cellHeight = 20;
const font = '600 12.5px system-ui, -apple-system, "Segoe UI", sans-serif';

export class Labels implements Frames {
  readonly canvas = document.createElement('canvas');
  readonly corners = new Uint32Array(columns * rows * 2);
  readonly halfWidths = new Float32Array(columns * rows).fill(cellWidth / 2);
  readonly halfHeights = new Float32Array(columns * rows).fill(cellHeight / 2);
  isStale = false;
  readonly #context: CanvasRenderingContext2D;
  readonly #ratio: number;
  readonly #cells = new Map<string, number>();
  readonly #texts: string[] = new Array(columns * rows).fill('');
  readonly #used = new Float64Array(columns * rows);

  /** `ratio`: device pixels per CSS pixel. Throws where the browser has no 2D canvas. */
  constructor(ratio: number) {
    this.#ratio = ratio;
    this.canvas.width = Math.ceil(columns * cellWidth * ratio);
    this.canvas.height = Math.ceil(rows * cellHeight * ratio);
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('this browser has no 2D canvas');
    this.#context = context;
    for (let cell = 0; cell < columns * rows; cell += 1) {
      const left = (cell % columns) / columns;
      const top = Math.floor(cell / columns) / rows;
      this.corners[cell * 2] = corner(left, top);
      this.corners[cell * 2 + 1] = corner(left + 1 / columns, top + 1 / rows);
    }
  }

  /** The frame that shows this text, painted now if it was not. */
  frame(text: string, nowMs: number): number {
    const cell = this.#cells.get(text) ?? this.#paint(text);
    this.#used[cell] = nowMs;
    return cell;
  }

  #paint(text: string): number {
    let cell = 0;
    for (let other = 1; other < this.#used.length; other += 1) {
      if ((this.#used[other] ?? 0) < (this.#used[cell] ?? 0)) cell = other;
    }
    this.#cells.delete(this.#texts[cell] ?? '');
    this.#texts[cell] = text;
    this.#cells.set(text, cell);
    const context = this.#context;
    const ratio = this.#ratio;
    const left = (cell % columns) * cellWidth;
    const top = Math.floor(cell / columns) * cellHeight;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(left, top, cellWidth, cellHeight);
    context.font = font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3.5;
    context.strokeStyle = 'rgb(8 7 10 / 85%)';
    const middle = [left + cellWidth / 2, top + cellHeight / 2] as const;
    context.strokeText(text, ...middle, cellWidth - 6);
    context.fillStyle = '#fff';
    context.fillText(text, ...middle, cellWidth - 6);
    this.isStale = true;
    return cell;
  }
}

function corner(x: number, y: number): number {
  return (Math.round(x * 0xff_ff) | (Math.round(y * 0xff_ff) << 16)) >>> 0;
}
