/**
 * The rules of Reversi as plain functions over a board: 64 cells, row by row from the top left.
 * They change nothing. A board is anything with `at`: an Array, or the list in a room's state.
 */
export const none = 0;
export const dark = 1;
export const light = 2;

const size = 8;
export const cells = size * size;

export interface Board {
  at(cell: number): number | undefined;
}

/** Four discs across the middle; dark begins. */
export const opening: readonly number[] = Array.from({ length: cells }, (_none, cell) => {
  if (cell === 28 || cell === 35) return dark;
  return cell === 27 || cell === 36 ? light : none;
});

export function opponentOf(disc: number): number {
  return disc === dark ? light : dark;
}

/** The cells that a disc put there would turn over; a move that turns none is not legal. */
export function flipsOf(board: Board, cell: number, disc: number): number[] {
  if (board.at(cell) !== none) return [];
  return directions.flatMap(([dx, dy]) => enclosed(board, cell, disc, dx, dy));
}

export function canMove(board: Board, disc: number): boolean {
  for (let cell = 0; cell < cells; cell++) if (flipsOf(board, cell, disc).length > 0) return true;
  return false;
}

/** Whose turn it is after `mover`'s: its own again where the other must pass, `none` at the end. */
export function turnAfter(board: Board, mover: number): number {
  const other = opponentOf(mover);
  if (canMove(board, other)) return other;
  return canMove(board, mover) ? mover : none;
}

export function countOf(board: Board, disc: number): number {
  let count = 0;
  for (let cell = 0; cell < cells; cell++) if (board.at(cell) === disc) count++;
  return count;
}

/** Who has more discs; `none` is a draw. */
export function leaderOf(board: Board): number {
  const lead = countOf(board, dark) - countOf(board, light);
  if (lead === 0) return none;
  return lead > 0 ? dark : light;
}

const steps = [-1, 0, 1];
const directions = steps
  .flatMap((dy) => steps.map((dx) => [dx, dy] as const))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0);

/** The other's discs between `cell` and the next of one's own that way; none without one. */
function enclosed(board: Board, cell: number, disc: number, dx: number, dy: number): number[] {
  const between: number[] = [];
  let x = (cell % size) + dx;
  let y = Math.floor(cell / size) + dy;
  for (; x >= 0 && x < size && y >= 0 && y < size; x += dx, y += dy) {
    const there = board.at(y * size + x);
    if (there === disc) return between;
    if (there === none) return [];
    between.push(y * size + x);
  }
  return [];
}
