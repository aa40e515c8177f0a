// The board as buttons in a grid: arrow keys go from cell to cell, Enter or a press puts a disc
// down. Owns its elements; changes only what a look at the table finds changed.
import { cells, none } from '../../../rooms/parlor/reversi.ts';
import type { TableModel } from './table-model.ts';
import { cellWords, sideName } from './words.ts';

const size = 8;
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Cell {
  readonly button: HTMLButtonElement;
  words: string;
}

export class BoardView {
  readonly #cells: readonly Cell[];
  #focused = 19; // d3: a first move that is often played

  /** `put`: somebody wants a disc there. */
  constructor(host: HTMLElement, put: (cell: number) => void) {
    host.setAttribute('role', 'grid');
    host.setAttribute('aria-label', 'Board: arrow keys move, Enter puts a disc down');
    this.#cells = Array.from({ length: cells }, (_none, cell) => makeCell(cell, put));
    for (let row = 0; row < size; row += 1) {
      const line = document.createElement('div');
      line.setAttribute('role', 'row');
      line.append(...this.#cells.slice(row * size, (row + 1) * size).map(({ button }) => button));
      host.append(line);
    }
    for (const [cell, { button }] of this.#cells.entries()) {
      button.tabIndex = cell === this.#focused ? 0 : -1;
      button.addEventListener('focus', () => this.#focus(cell));
    }
    host.addEventListener('keydown', (event) => {
      const to = neighbour(this.#focused, event);
      if (to === undefined) return;
      event.preventDefault();
      this.#cells[to]?.button.focus();
    });
  }

  show(table: TableModel): void {
    for (const [cell, shown] of this.#cells.entries()) {
      const disc = table.board[cell] ?? none;
      const flips = table.flipsAt(cell);
      const words = cellWords(cell, disc, flips);
      const { dataset } = shown.button;
      const isLast = String(cell === table.last);
      if (dataset.last !== isLast) dataset.last = isLast;
      const legal = flips === 0 ? '' : table.isOwnTurn ? 'own' : 'other';
      if (dataset.legal !== legal) dataset.legal = legal;
      if (shown.words === words) continue;
      shown.words = words;
      shown.button.setAttribute('aria-label', words);
      dataset.disc = disc === none ? '' : sideName(disc);
    }
  }

  /** Shakes a cell that was refused. */
  refuse(cell: number): void {
    const button = this.#cells[cell]?.button;
    if (button === undefined) return;
    button.dataset.refused = 'true';
    setTimeout(() => delete button.dataset.refused, 500);
  }

  #focus(cell: number): void {
    const before = this.#cells[this.#focused];
    if (before) before.button.tabIndex = -1;
    this.#focused = cell;
    const now = this.#cells[cell];
    if (now) now.button.tabIndex = 0;
  }
}

/** The cell to which a key leads from this one; undefined for other keys, and at the edge. */
export function neighbour(
  cell: number,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
): number | undefined {
  const x = cell % size;
  const y = Math.floor(cell / size);
  if (event.key === 'Home') return event.ctrlKey ? 0 : y * size;
  if (event.key === 'End') return event.ctrlKey ? cells - 1 : y * size + size - 1;
  const step = steps[event.key];
  if (step === undefined) return undefined;
  const toX = x + step[0];
  const toY = y + step[1];
  const isOnBoard = toX >= 0 && toX < size && toY >= 0 && toY < size;
  return isOnBoard ? toY * size + toX : undefined;
}

function makeCell(cell: number, put: (cell: number) => void): Cell {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cell';
  button.setAttribute('role', 'gridcell');
  const disc = document.createElement('i');
  disc.className = 'disc';
  button.append(disc);
  button.addEventListener('click', () => put(cell));
  return { button, words: '' };
}
