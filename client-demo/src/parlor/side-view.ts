// Beside the board: who sits where, the clock, how things stand, what one can do, who watches.
// Owns its elements; shows a table as it is.
import { dark, light, none, opponentOf } from '../../../rooms/parlor/reversi.ts';
import { make, makeButton } from '../shared/page.ts';
import type { TableModel } from './table-model.ts';
import { clockWords, headline, hintWords, sideName } from './words.ts';

const lowSeconds = 10;

export interface Wishes {
  sit(): void;
  rematch(): void;
}

interface SeatCard {
  readonly root: HTMLElement;
  readonly name: HTMLElement;
  readonly note: HTMLElement;
  readonly count: HTMLElement;
  readonly clock: HTMLElement;
}

export class SideView {
  readonly #seats = new Map<number, SeatCard>();
  readonly #head = make('h1', { id: 'headline' });
  readonly #hint = make('p', { id: 'hint' });
  readonly #said = make('p', { id: 'said', role: 'status', 'aria-live': 'polite' });
  readonly #sit: HTMLButtonElement;
  readonly #rematch: HTMLButtonElement;
  readonly #watchers = make('p', { id: 'watchers' });

  constructor(seats: HTMLElement, state: HTMLElement, wishes: Wishes) {
    for (const disc of [dark, light]) {
      const card = seatCard(disc);
      this.#seats.set(disc, card);
      seats.append(card.root);
    }
    this.#sit = makeButton('Take the seat', wishes.sit, 'sit');
    this.#rematch = makeButton('Play again', wishes.rematch, 'rematch');
    const actions = make('div', { class: 'actions' }, this.#sit, this.#rematch);
    state.append(this.#head, this.#hint, this.#said, actions, this.#watchers);
  }

  show(table: TableModel): void {
    for (const [disc, card] of this.#seats) showSeat(card, table, disc);
    text(this.#head, headline(table));
    text(this.#hint, hintWords(table));
    this.#head.dataset.own = String(table.isOwnTurn);
    this.#sit.hidden = table.disc !== none || !table.hasFreeSeat;
    this.#rematch.hidden = table.disc === none || table.phase !== 'over';
    this.#rematch.disabled = table.own?.wantsRematch === true;
    const other = table.seats.get(opponentOf(table.disc));
    text(this.#rematch, other?.wantsRematch ? 'Agree to a rematch' : 'Ask for a rematch');
    const names = table.watchers.map(({ name }) => name).join(', ');
    text(this.#watchers, names === '' ? '' : `Watching: ${names}`);
  }

  /** The answer to what was asked for last. */
  say(words: string, isRefusal = false): void {
    this.#said.textContent = words;
    this.#said.dataset.refusal = String(isRefusal);
  }
}

function seatCard(disc: number): SeatCard {
  const name = make('b', { class: 'name' });
  const note = make('span', { class: 'note' });
  const count = make('span', { class: 'count' });
  const clock = make('span', { class: 'clock' });
  const chip = make('i', { class: 'chip', 'data-disc': sideName(disc), 'aria-hidden': 'true' });
  const root = make('li', { class: 'seat', 'data-seat': sideName(disc) });
  root.append(chip, count, make('span', { class: 'who' }, name, note), clock);
  return { root, name, note, count, clock };
}

function showSeat(card: SeatCard, table: TableModel, disc: number): void {
  const person = table.seats.get(disc);
  const isTurn = table.phase === 'playing' && table.turn === disc;
  card.root.dataset.turn = String(isTurn);
  card.root.dataset.free = String(person === undefined);
  text(card.name, person?.name ?? 'Free seat');
  const wins = person && person.wins > 0 ? `${person.wins} won` : '';
  const own = person !== undefined && person === table.own ? 'you' : '';
  const away = person?.isHere === false ? 'away' : '';
  text(card.note, [sideName(disc), own, wins, away].filter((part) => part !== '').join(' · '));
  text(card.count, String(table.countOf(disc)));
  card.count.setAttribute('aria-label', `${table.countOf(disc)} discs`);
  text(card.clock, isTurn ? clockWords(table.secondsLeft) : '');
  card.clock.dataset.low = String(isTurn && table.secondsLeft <= lowSeconds);
}

/** Sets a text where it is another: screen readers are told of changes only. */
function text(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}
