/** The rules of rooms/parlor: counted against what is known of Reversi, and a second reading. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canMove,
  cells,
  countOf,
  dark,
  flipsOf,
  leaderOf,
  light,
  none,
  opening,
  opponentOf,
  turnAfter,
} from '../../rooms/parlor/reversi.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';

const allCells = Array.from({ length: cells }, (_none, cell) => cell);
const boards = fc.array(fc.constantFrom(none, dark, light), {
  minLength: cells,
  maxLength: cells,
});

test('the tree of games has as many leaves as is known', () => {
  const known = [1, 4, 12, 56, 244, 1_396, 8_200, 55_092];
  expect(known.map((_leaves, depth) => leaves(opening, dark, depth))).toEqual(known);
});

test('the shortest game: dark has every disc after nine moves', () => {
  const board = [...opening];
  let turn: number = dark;
  for (const name of 'e6 f4 e3 f6 g5 d6 e7 f5 c5'.split(' ')) turn = put(board, name, turn);
  expect([turn, leaderOf(board)]).toEqual([none, dark]);
  expect([countOf(board, dark), countOf(board, light)]).toEqual([13, 0]);
});

describe('on any board', () => {
  const { timeout, ...runs } = fuzzRuns(200);
  const one = fc.constantFrom(dark, light);

  test('a move turns over what a second reading says', { timeout }, () => {
    fc.assert(
      fc.property(boards, one, (board, disc) => {
        for (const cell of allCells) {
          expect(flipsOf(board, cell, disc).toSorted()).toEqual(read(board, cell, disc));
        }
        const moves = allCells.filter((cell) => read(board, cell, disc).length > 0);
        expect(canMove(board, disc)).toBe(moves.length > 0);
      }),
      runs,
    );
  });

  test('the other is next, or must pass, or neither can move', { timeout }, () => {
    fc.assert(
      fc.property(boards, one, (board, mover) => {
        const can = (disc: number) => allCells.some((cell) => read(board, cell, disc).length > 0);
        const other = opponentOf(mover);
        expect(turnAfter(board, mover)).toBe(can(other) ? other : can(mover) ? mover : none);
      }),
      runs,
    );
  });

  test('who has more discs leads', { timeout }, () => {
    fc.assert(
      fc.property(boards, (board) => {
        const lead = board.filter((disc) => disc === dark).length * 2;
        const discs = board.filter((disc) => disc !== none).length;
        expect(leaderOf(board)).toBe(lead > discs ? dark : lead < discs ? light : none);
      }),
      runs,
    );
  });
});

test('as many of each are a draw', () => {
  expect(leaderOf(opening)).toBe(none);
});

test('games end, each disc stays, and each move adds one', { timeout: 60_000 }, () => {
  const choices = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
  let passes = 0;
  fc.assert(
    fc.property(choices, (picks) => {
      const board = [...opening];
      let turn: number = dark;
      for (let moves = 0; turn !== none; moves++) {
        const legal = allCells.filter((cell) => flipsOf(board, cell, turn).length > 0);
        const cell = legal[picks[moves] % legal.length];
        const flips = flipsOf(board, cell, turn);
        const before = countOf(board, turn);
        for (const turned of [cell, ...flips]) board[turned] = turn;
        expect(countOf(board, turn)).toBe(before + flips.length + 1);
        expect(countOf(board, none)).toBe(cells - 4 - moves - 1);
        const next = turnAfter(board, turn);
        if (next === turn) passes++;
        turn = next;
      }
      expect(canMove(board, dark) || canMove(board, light)).toBe(false);
    }),
    { numRuns: fuzzRuns(40).numRuns },
  );
  expect(passes).toBeGreaterThan(0);
});

function leaves(board: readonly number[], turn: number, depth: number): number {
  if (depth === 0 || turn === none) return 1;
  let count = 0;
  for (const cell of allCells) {
    const flips = flipsOf(board, cell, turn);
    if (flips.length === 0) continue;
    const after = [...board];
    for (const turned of [cell, ...flips]) after[turned] = turn;
    count += leaves(after, turnAfter(after, turn), depth - 1);
  }
  return count;
}

/** A move by its name, as 'e6'. Returns whose turn is next. */
function put(board: number[], name: string, disc: number): number {
  const cell = name.charCodeAt(0) - 97 + 8 * (Number(name[1]) - 1);
  const flips = flipsOf(board, cell, disc);
  expect(flips).not.toEqual([]);
  for (const turned of [cell, ...flips]) board[turned] = disc;
  return turnAfter(board, disc);
}

/** Every cell's column and row, as strings: `ray` is the board's text in one direction. */
function read(board: readonly number[], cell: number, disc: number): number[] {
  if (board[cell] !== none) return [];
  const turned: number[] = [];
  for (const step of [-9, -8, -7, -1, 1, 7, 8, 9]) {
    const ray = rayFrom(cell, step);
    const text = ray.map((at) => board[at]).join('');
    const match = new RegExp(`^(${opponentOf(disc)}+)${disc}`).exec(text);
    turned.push(...ray.slice(0, match?.[1].length ?? 0));
  }
  return turned.toSorted();
}

/** The cells that follow in steps of `step`, up to the edge: no step crosses two columns. */
function rayFrom(cell: number, step: number): number[] {
  const ray: number[] = [];
  for (let at = cell; ; ) {
    const next = at + step;
    if (next < 0 || next >= cells || Math.abs((next % 8) - (at % 8)) > 1) return ray;
    ray.push(next);
    at = next;
  }
}
