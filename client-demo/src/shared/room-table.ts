// The list of open rooms on a start screen: who is where, one lamp for each player, and a press
// joins. Owns its elements; what it shows is text that strangers chose.
import type { Seat } from './connection.ts';
import type { Lobby, LobbyPhase } from './lobby.ts';
import { make } from './page.ts';
import { hueColor } from './palette.ts';
import type { RoomRow } from './room-list.ts';

const rowsMax = 30;
const lampsMax = 12;
const hueStep = 97; // as the rooms give hues to players: neighbours far apart

export class RoomTable {
  readonly root: HTMLElement;
  readonly #rows = make('ol', { class: 'room-rows' });
  readonly #note = make('p', { class: 'room-note' });
  readonly #join: (roomId: string) => void;
  #shown = '';

  constructor(join: (roomId: string) => void) {
    this.#join = join;
    const heading = make('h2', { id: 'rooms-heading' }, 'Open rooms');
    const attributes = { class: 'rooms', 'aria-labelledby': heading.id };
    this.root = make('section', attributes, heading, this.#rows, this.#note);
  }

  refresh(lobby: Lobby, seat: Seat): void {
    this.root.hidden = lobby.phase === 'none';
    const rows = lobby.list.rowsOf(seat.game);
    const isBusy = seat.status.phase === 'connecting';
    this.#show(rows.slice(0, rowsMax), isBusy);
    this.#note.textContent = note(lobby.phase, rows.length, seat.host);
  }

  /** A press, or the keyboard's focus, must not be lost whenever the lobby tells of something. */
  #show(rows: readonly RoomRow[], isBusy: boolean): void {
    const wanted = JSON.stringify([rows, isBusy]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const focused = document.activeElement?.getAttribute('data-room');
    this.#rows.replaceChildren(...rows.map((row) => this.#row(row, isBusy)));
    if (!focused) return;
    this.#rows.querySelector<HTMLElement>(`[data-room="${CSS.escape(focused)}"]`)?.focus();
  }

  #row({ roomId, title, players, count, clients, isFull }: RoomRow, isBusy: boolean) {
    const button = make(
      'button',
      { type: 'button', class: 'room', 'data-room': roomId },
      make('b', {}, title),
      make('span', { class: 'count' }, isFull ? 'full' : count),
      make('span', { class: 'who' }, players),
      lamps(clients),
    );
    button.disabled = isFull || isBusy;
    button.addEventListener('click', () => this.#join(roomId));
    return make('li', {}, button);
  }
}

function note(phase: LobbyPhase, rooms: number, host: string): string {
  if (phase === 'away') return `No answer from ${host}. Trying again.`;
  if (phase !== 'open') return '';
  if (rooms === 0) return 'None yet. Yours would be the first.';
  return rooms > rowsMax ? `And ${rooms - rowsMax} more.` : '';
}

function lamps(count: number): HTMLElement {
  const lit = make('span', { class: 'lamps', 'aria-hidden': 'true' });
  for (let lamp = 0; lamp < Math.min(lampsMax, count); lamp += 1) {
    const dot = make('i');
    dot.style.color = hueColor(lamp * hueStep);
    lit.append(dot);
  }
  return lit;
}
