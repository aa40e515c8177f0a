// What the parlor says: cells by name, moves and refusals, whose turn it is and how it ended. Pure.
import { dark, light, none, opponentOf } from '../../../rooms/parlor/reversi.ts';
import type { Moved, Person } from './parlor-state.ts';
import type { TableModel } from './table-model.ts';

const size = 8;

/** d3: the file's letter, the row counted from the top. */
export function cellName(cell: number): string {
  return `${'abcdefgh'.charAt(cell % size)}${Math.floor(cell / size) + 1}`;
}

export function sideName(disc: number): string {
  return disc === dark ? 'dark' : disc === light ? 'light' : 'nobody';
}

/** A cell in words, for those who do not see it. `flips`: what a disc there would turn over. */
export function cellWords(cell: number, disc: number, flips: number): string {
  const what = disc === none ? 'empty' : sideName(disc);
  const hint = disc === none && flips > 0 ? `, turns over ${flips}` : '';
  return `${cellName(cell)}, ${what}${hint}`;
}

/** `mover`: the disc that was put down. */
export function answerWords(cell: number, { flips, turn }: Moved, mover: number): string {
  const done = `${cellName(cell)} turns over ${flips.length}.`;
  if (turn === none) return `${done} That was the last move.`;
  if (turn !== mover) return done;
  return `${done} ${capital(sideName(opponentOf(mover)))} has no move: it is your turn again.`;
}

/** `why`: the server's own words, or the SDK's. */
export function refusalWords(cell: number, why: string): string {
  const isPlace = why === 'that turns nothing over';
  const words = why.replace(/\.+$/, '');
  return isPlace ? `Not ${cellName(cell)}: ${words}.` : `${capital(words)}.`;
}

/** One line on how things stand. */
export function headline(table: TableModel): string {
  switch (table.phase) {
    case 'playing':
      return table.isOwnTurn ? 'Your turn' : `${nameAt(table, table.turn)} to move`;
    case 'over':
      return endWords(table);
    default:
      return table.disc === none ? 'A seat is free' : 'Waiting for a second player';
  }
}

/** A second line: what one can do, or what is waited for. */
export function hintWords(table: TableModel): string {
  if (table.phase === 'waiting') {
    if (table.disc === none) return 'Take it to play.';
    const left = table.result?.by === 'leaving' ? 'The other left: the game is yours. ' : '';
    return `${left}Send the link to somebody, or wait here.`;
  }
  if (table.phase === 'over') return rematchWords(table);
  if (table.disc === none) return 'You are watching.';
  if (!table.isOwnTurn) {
    const other = table.seats.get(table.turn);
    return other?.isHere === false ? `${other.name} is away. The clock goes on.` : '';
  }
  return 'Put a disc on a marked cell.';
}

function endWords(table: TableModel): string {
  const winner = table.result?.winner ?? none;
  const [more, fewer] = [table.countOf(dark), table.countOf(light)].sort((a, b) => b - a);
  if (winner === none) return `A draw, ${more} each`;
  const isOwn = winner === table.disc;
  const who = isOwn ? 'You win' : `${nameAt(table, winner)} wins`;
  return table.result?.by === 'time' ? `${who} on time` : `${who}, ${more} to ${fewer}`;
}

function rematchWords(table: TableModel): string {
  if (table.disc === none) return 'You are watching.';
  if (table.own?.wantsRematch) return 'Waiting for the other to agree.';
  const other = table.seats.get(opponentOf(table.disc));
  return other?.wantsRematch ? `${other.name} wants a rematch.` : '';
}

function nameAt(table: TableModel, disc: number): string {
  const person: Person | undefined = table.seats.get(disc);
  return person?.name ?? capital(sideName(disc));
}

/** 0:42 */
export function clockWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
