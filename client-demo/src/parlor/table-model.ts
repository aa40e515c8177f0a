// The table as one person at it sees it: plain values copied from the room's state after each
// patch, and the own move ahead of its patch. Owns the copies; what shows them only reads.
import { cells, countOf, dark, flipsOf, light, none } from '../../../rooms/parlor/reversi.ts';
import type { Line, Moved, ParlorState, Person, Result } from './parlor-state.ts';

export class TableModel {
  phase = 'waiting';
  turn: number = none;
  secondsLeft = 0;
  turnSeconds = 0;
  result: Result | undefined;
  /** 64 cells, row by row from the top left. */
  readonly board: number[] = new Array<number>(cells).fill(none);
  /** Who plays dark, and who light. */
  readonly seats = new Map<number, Person>();
  readonly watchers: Person[] = [];
  readonly chat: Line[] = [];
  own: Person | undefined;
  /** The cell of the last disc that was put down; -1 for none. */
  last = -1;

  /** `sessionId`: whose eyes it is seen with. */
  patch(state: ParlorState, sessionId: string): void {
    const { phase = 'waiting', turn = none, secondsLeft = 0, turnSeconds = 0 } = state;
    this.phase = phase;
    this.turn = turn;
    this.secondsLeft = secondsLeft;
    this.turnSeconds = turnSeconds;
    this.result = state.result;
    this.#look([...(state.board ?? [])]);
    this.seats.clear();
    this.watchers.length = 0;
    this.own = undefined;
    state.players?.forEach((person, id) => {
      if (id === sessionId) this.own = person;
      if (person.disc === none) this.watchers.push(person);
      else this.seats.set(person.disc, person);
    });
    this.chat.length = 0;
    for (const { from, text } of state.chat ?? []) this.chat.push({ from, text });
  }

  /** The own move was answered, and its patch is yet to come. */
  moved(cell: number, { flips, turn }: Moved): void {
    const disc = this.turn;
    for (const turned of [cell, ...flips]) this.board[turned] = disc;
    this.turn = turn;
    this.last = cell;
    if (turn !== none) this.secondsLeft = this.turnSeconds;
  }

  get disc(): number {
    return this.own?.disc ?? none;
  }

  get isOwnTurn(): boolean {
    return this.phase === 'playing' && this.disc !== none && this.turn === this.disc;
  }

  get hasFreeSeat(): boolean {
    return this.phase === 'waiting' && this.seats.size < 2;
  }

  /** The discs that whoever's turn it is would turn over there. */
  flipsAt(cell: number): number {
    return this.phase === 'playing' ? flipsOf(this.board, cell, this.turn).length : 0;
  }

  countOf(disc: number): number {
    return countOf(this.board, disc);
  }

  #look(board: readonly number[]): void {
    const before = this.countOf(dark) + this.countOf(light);
    const put = board.filter((disc) => disc !== none).length;
    for (let cell = 0; cell < cells; cell += 1) {
      const disc = board[cell] ?? none;
      if (this.board[cell] === none && disc !== none && put === before + 1) this.last = cell;
      this.board[cell] = disc;
    }
    if (put < before) this.last = -1; // another game
  }
}
