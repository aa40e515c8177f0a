/** One row of the table of rooms. Main thread of the page; owns its cells. */
import type { RoomRow } from '../frames.ts';
import { roomColor } from '../lanes/room-colors.ts';
import { severityOf } from '../lanes/visit-shape.ts';
import { make, setText } from '../page/element.ts';
import { bytes, milliseconds, whole } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';

const heavyMs = 30;

export interface RoomActions {
  select(room: number): void;
  makeHeavy(room: number, isHeavy: boolean): void;
}

export interface Row {
  readonly root: HTMLTableRowElement;
  write(room: RoomRow, isSelected: boolean, hasControls: boolean): void;
  restyle(): void;
}

/** Numbers of a room, in the order of the table's columns. */
const numbers: readonly ((room: RoomRow) => string)[] = [
  ({ clients }) => whole(clients),
  ({ tickUs }) => whole(tickUs),
  ({ latenessP99Ms }) => milliseconds(latenessP99Ms),
  ({ worker, pinned }) => `${worker}${pinned ? ' pinned' : ''}`,
  ({ steals }) => whole(steals),
  ({ bytesOut }) => bytes(bytesOut),
];
const latenessCell = 2;

export class RowMaker {
  readonly #theme: Theme;
  readonly #actions: RoomActions;

  constructor(theme: Theme, actions: RoomActions) {
    this.#theme = theme;
    this.#actions = actions;
  }

  make(first: RoomRow): Row {
    let room = first;
    let isSelected = false;
    const root = make('tr', 'of-room');
    const pick = make('button', 'pick');
    const swatch = make('i', 'swatch');
    const id = make('span', 'id', first.id);
    const heavy = make('button', 'heavy');
    pick.type = heavy.type = 'button';
    pick.append(swatch, make('span', 'game', first.game));
    const cells = numbers.map(() => make('td', 'number'));
    root.append(cellOf('th', pick), cellOf('td', id), ...cells, cellOf('td', heavy));
    root.addEventListener('click', (event) => {
      if (event.target === heavy) this.#actions.makeHeavy(room.index, room.heavyMs === 0);
      else this.#actions.select(isSelected ? -1 : room.index);
    });
    const restyle = () => {
      swatch.style.background = roomColor(room.index, this.#theme.scheme);
    };
    restyle();
    const write = (next: RoomRow, selected: boolean, hasControls: boolean) => {
      room = next;
      isSelected = selected;
      for (const [index, cell] of cells.entries()) setText(cell, numbers[index]!(room));
      cells[latenessCell]!.dataset.alarm = String(severityOf(room.latenessP99Ms));
      root.classList.toggle('selected', selected);
      root.classList.toggle('is-heavy', room.heavyMs > 0);
      pick.setAttribute('aria-pressed', String(selected));
      heavy.hidden = !hasControls;
      setText(heavy, room.heavyMs > 0 ? 'Lighten' : `Heavy ${heavyMs} ms`);
    };
    return { root, write, restyle };
  }
}

function cellOf(tag: 'th' | 'td', child: HTMLElement): HTMLElement {
  const cell = make(tag);
  if (cell instanceof HTMLTableCellElement && tag === 'th') cell.scope = 'row';
  cell.append(child);
  return cell;
}
