// The numbers over the canvas: the own score and rank, and the board. Owns those elements;
// refreshed a few times a second.
import type { Connection } from '../shared/connection.ts';
import { element } from '../shared/page.ts';
import type { Ship, SkirmishState } from './skirmish-state.ts';

const boardRowsMax = 8;
const boardRowsPhone = 4;

interface BoardRow {
  readonly item: HTMLLIElement;
  readonly chip: HTMLElement;
  readonly name: HTMLElement;
  readonly score: HTMLElement;
}

export class Hud {
  readonly #root = element('hud', HTMLDivElement);
  readonly #ownScore = element('own-score', HTMLElement);
  readonly #ownName = element('own-name', HTMLSpanElement);
  readonly #ownRank = element('own-rank', HTMLSpanElement);
  readonly #rows: readonly BoardRow[];

  constructor() {
    const board = element('board', HTMLOListElement);
    this.#rows = Array.from({ length: boardRowsMax }, () => boardRow(board));
  }

  show(shown: boolean): void {
    this.#root.hidden = !shown;
  }

  /** Shows the state as it stands. */
  refresh(connection: Connection<SkirmishState>): void {
    const room = connection.room;
    if (room === undefined) return;
    const state = room.state;
    const own = state.ships?.get(room.sessionId);
    this.#ownScore.textContent = String(own?.score ?? 0);
    this.#ownName.textContent = own?.name ?? '';
    this.#board(state, room.sessionId);
  }

  #board(state: SkirmishState, sessionId: string): void {
    const pilots: { id: string; ship: Ship }[] = [];
    state.ships?.forEach((ship, id) => pilots.push({ id, ship }));
    pilots.sort((a, b) => b.ship.score - a.ship.score || (a.id < b.id ? -1 : 1));
    // The own row is always there, in the last place where it would have been cut off.
    const ownRank = pilots.findIndex(({ id }) => id === sessionId);
    this.#ownRank.textContent = ownRank < 0 ? '' : `${ownRank + 1} of ${pilots.length}`;
    const shown = boardRowsShown();
    const own = pilots[ownRank];
    if (own !== undefined && ownRank >= shown) pilots[shown - 1] = own;
    for (const [rank, row] of this.#rows.entries()) {
      const pilot = rank < shown ? pilots[rank] : undefined;
      row.item.hidden = pilot === undefined;
      if (pilot === undefined) continue;
      row.item.dataset.own = String(pilot.id === sessionId);
      row.item.dataset.alive = String(pilot.ship.alive);
      row.chip.style.setProperty('--hue', hueTurn(pilot.ship.hue));
      row.name.textContent = pilot.ship.name;
      row.score.textContent = String(pilot.ship.score);
    }
  }
}

function boardRowsShown(): number {
  return Math.min(innerWidth, innerHeight) < 560 ? boardRowsPhone : boardRowsMax;
}

/** A byte's hue as CSS has it; how light it is shown is the theme's. */
function hueTurn(hue: number): string {
  return ((hue * 360) / 256).toFixed(1);
}

function boardRow(board: HTMLOListElement): BoardRow {
  const item = document.createElement('li');
  const chip = document.createElement('i');
  chip.className = 'chip';
  const name = document.createElement('span');
  const score = document.createElement('b');
  item.append(chip, name, score);
  board.append(item);
  return { item, chip, name, score };
}
