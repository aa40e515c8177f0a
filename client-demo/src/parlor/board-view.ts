// The board as buttons in a grid: arrow keys go from cell to cell, Enter or a press puts a disc
// down. Owns its elements; changes only what a look at the table finds changed.
import { cells, none } from '../../../rooms/parlor/reversi.ts';
import { make } from '../shared/page.ts';
import { neighbour } from './board-keys.ts';
import type { TableModel } from './table-model.ts';
import { cellName, cellWords, sideName } from './words.ts';

const size = 8;

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
      const line = this.#cells.slice(row * size, (row + 1) * size);
      host.append(make('div', { role: 'row' }, ...line.map(({ button }) => button)));
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

function makeCell(cell: number, put: (cell: number) => void): Cell {
  const button = make('button', { type: 'button', class: 'cell', role: 'gridcell' });
  const disc = make('i', { class: 'disc' });
  button.append(disc, ...coordinates(cell));
  button.addEventListener('click', () => put(cell));
  return { button, words: '' };
}

/** The row's number in the first file, the file's letter in the last row. */
function coordinates(cell: number): HTMLElement[] {
  const name = cellName(cell);
  const parts: [string, string][] = [];
  if (cell % size === 0) parts.push(['row-name', name.slice(1)]);
  if (cell >= cells - size) parts.push(['file-name', name.slice(0, 1)]);
  return parts.map(([kind, text]) => make('span', { class: kind, 'aria-hidden': 'true' }, text));
}
