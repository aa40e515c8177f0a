/**
 * The table of rooms: a row per room, kept while the room is told of, and written in place. While
 * the pointer is on the rows they keep their order, so that a click meets the row it was meant for.
 * Main thread of the page; owns the rows.
 */
import type { RoomRow } from '../frames.ts';
import { byId, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { whole } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';
import { nextOrder, orderRooms, type RoomColumn, type RoomOrder } from './room-order.ts';
import { type RoomActions, type Row, RowMaker } from './room-row.ts';

export class RoomTable {
  readonly #model: EngineModel;
  readonly #body = byId('room-rows', HTMLTableSectionElement);
  readonly #game = byId('room-game', HTMLSelectElement);
  readonly #count = byId('room-count', HTMLElement);
  readonly #empty = byId('room-empty', HTMLElement);
  readonly #maker: RowMaker;
  readonly #rows = new Map<string, Row>();
  #order: RoomOrder = { column: 'latenessP99Ms', descending: true };
  #isHeld = false;

  constructor(model: EngineModel, theme: Theme, actions: RoomActions) {
    this.#model = model;
    this.#maker = new RowMaker(theme, actions);
    this.#game.addEventListener('change', () => this.show());
    for (const header of this.#headers()) {
      header.querySelector('button')?.addEventListener('click', () => {
        this.#order = nextOrder(this.#order, header.dataset.column as RoomColumn);
        this.#showOrder();
        this.show();
      });
    }
    this.#body.addEventListener('pointerenter', ({ pointerType }) => {
      this.#isHeld = pointerType === 'mouse';
    });
    this.#body.addEventListener('pointerleave', () => {
      this.#isHeld = false;
    });
    this.#showOrder();
  }

  /** The server's games, to filter by. */
  begin(): void {
    const games = this.#model.hello?.games ?? [];
    this.#game.replaceChildren(
      new Option('all games', ''),
      ...games.map((game) => new Option(game)),
    );
    this.show();
  }

  /** Rooms have come, gone or changed, or another one stands out. */
  show(): void {
    const { rooms, selectedRoom, hello } = this.#model;
    const shown = orderRooms(rooms.rooms, this.#order, this.#game.value);
    const seen = new Set<string>();
    for (const room of shown) {
      seen.add(room.id);
      const row = this.#rows.get(room.id) ?? this.#add(room);
      row.write(room, room.index === selectedRoom, hello?.controls === true);
    }
    for (const [id, row] of this.#rows) {
      if (seen.has(id)) continue;
      row.root.remove();
      this.#rows.delete(id);
    }
    if (!this.#isHeld) this.#reorder(shown);
    setText(this.#count, countWords(shown.length, rooms.total));
    this.#empty.hidden = shown.length > 0;
  }

  /** Swatches in the colours of another light. */
  restyle(): void {
    for (const row of this.#rows.values()) row.restyle();
  }

  #add(room: RoomRow): Row {
    const row = this.#maker.make(room);
    this.#rows.set(room.id, row);
    this.#body.append(row.root);
    return row;
  }

  /** Moves only rows that are not where they belong. */
  #reorder(shown: readonly RoomRow[]): void {
    let at = this.#body.firstElementChild;
    for (const { id } of shown) {
      const root = this.#rows.get(id)?.root;
      if (root === undefined) continue;
      if (root === at) at = at.nextElementSibling;
      else this.#body.insertBefore(root, at);
    }
  }

  #headers(): HTMLElement[] {
    return Array.from(document.querySelectorAll<HTMLElement>('#rooms th[data-column]'));
  }

  #showOrder(): void {
    const { column, descending } = this.#order;
    for (const header of this.#headers()) {
      const isColumn = header.dataset.column === column;
      const direction = descending ? 'descending' : 'ascending';
      header.setAttribute('aria-sort', isColumn ? direction : 'none');
    }
  }
}

function countWords(shown: number, total: number): string {
  return shown === total ? whole(total) : `${whole(shown)} of ${whole(total)}`;
}
