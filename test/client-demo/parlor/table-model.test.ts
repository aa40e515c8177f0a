/** The table as one person at it sees it, and what the page says of it. */
import { describe, expect, test } from 'vitest';
import { neighbour } from '../../../client-demo/src/parlor/board-keys.ts';
import type { ParlorState, Person } from '../../../client-demo/src/parlor/parlor-state.ts';
import { TableModel } from '../../../client-demo/src/parlor/table-model.ts';
import * as words from '../../../client-demo/src/parlor/words.ts';
import { dark, flipsOf, light, none, opening } from '../../../rooms/parlor/reversi.ts';

const d3 = 19;
const c3 = 18;

const person = (name: string, disc: number, more: Partial<Person> = {}): Person => ({
  ...{ name, disc, wins: 0, isHere: true, wantsRematch: false },
  ...more,
});
const ada = person('Ada', dark);
const bo = person('Bo', light);
const cy = person('Cy', none);

function stateOf(more: ParlorState = {}): ParlorState {
  return {
    ...{ phase: 'playing', board: opening, turn: dark, secondsLeft: 42, turnSeconds: 60 },
    players: new Map(Object.entries({ ada, bo, cy })),
    chat: [{ from: 'Cy', text: 'salve' }],
    ...more,
  };
}

function seenBy(who: string, more: ParlorState = {}): TableModel {
  const table = new TableModel();
  table.patch(stateOf(more), who);
  return table;
}

function boardWith(board: readonly number[], cell: number, disc: number): number[] {
  const moved = [...board];
  for (const turned of [cell, ...flipsOf(board, cell, disc)]) moved[turned] = disc;
  return moved;
}

describe('a table', () => {
  test('is seen with the eyes of a player, of the other, of a watcher', () => {
    const tables = ['ada', 'bo', 'cy'].map((who) => seenBy(who));
    expect(tables.map(({ disc, isOwnTurn }) => [disc, isOwnTurn])).toEqual([
      [dark, true],
      [light, false],
      [none, false],
    ]);
    for (const table of tables) {
      expect(table.seats.get(dark)?.name).toBe('Ada');
      expect(table.watchers.map(({ name }) => name)).toEqual(['Cy']);
      expect(table.chat).toEqual([{ from: 'Cy', text: 'salve' }]);
      expect([table.flipsAt(d3), table.flipsAt(c3), table.countOf(dark)]).toEqual([1, 0, 2]);
    }
  });

  test('shows the own move when it is answered, ahead of its patch', () => {
    const table = seenBy('ada');
    table.moved(d3, { flips: [27], turn: light });
    expect([...table.board]).toEqual(boardWith(opening, d3, dark));
    expect(table).toMatchObject({ turn: light, last: d3, secondsLeft: 60, isOwnTurn: false });
    table.patch(stateOf({ board: boardWith(opening, d3, dark), turn: light }), 'ada');
    expect(table.last).toBe(d3);
  });

  test('knows the last disc that another put down, and forgets it in a new game', () => {
    const table = seenBy('bo');
    expect(table.last).toBe(-1);
    const once = boardWith(opening, d3, dark);
    table.patch(stateOf({ board: once, turn: light }), 'bo');
    expect(table.last).toBe(d3);
    table.patch(stateOf({ board: boardWith(once, c3, light) }), 'bo');
    expect(table.last).toBe(c3);
    table.patch(stateOf(), 'bo');
    expect(table.last).toBe(-1);
  });

  test('before its first full state there is nobody, and an empty board', () => {
    const table = new TableModel();
    table.patch({}, 'ada');
    expect(table).toMatchObject({ phase: 'waiting', disc: none, hasFreeSeat: true });
    expect(table.countOf(none)).toBe(64);
  });
});

describe('in words', () => {
  test('whose turn it is', () => {
    expect(words.headline(seenBy('ada'))).toBe('Your turn');
    expect(words.headline(seenBy('cy'))).toBe('Ada to move');
    expect(words.hintWords(seenBy('cy'))).toBe('You are watching.');
    const players = new Map(Object.entries({ ada: { ...ada, isHere: false }, bo }));
    expect(words.hintWords(seenBy('bo', { players }))).toBe('Ada is away. The clock goes on.');
  });

  test('what is waited for', () => {
    const alone = { phase: 'waiting', turn: none, players: new Map(Object.entries({ ada, cy })) };
    expect(words.headline(seenBy('ada', alone))).toBe('Waiting for a second player');
    expect(words.headline(seenBy('cy', alone))).toBe('A seat is free');
    const left = { ...alone, result: { winner: dark, by: 'leaving' } };
    expect(words.hintWords(seenBy('ada', left))).toMatch(/^The other left: the game is yours\./);
  });

  test('how it ended, and who wants more', () => {
    const over = (result: ParlorState['result'], more: ParlorState = {}) => ({
      ...{ phase: 'over', turn: none, ...(result && { result }) },
      board: [...new Array(40).fill(dark), ...new Array(24).fill(light)],
      ...more,
    });
    const won = over({ winner: dark, by: 'discs' });
    expect(words.headline(seenBy('ada', won))).toBe('You win, 40 to 24');
    expect(words.headline(seenBy('bo', won))).toBe('Ada wins, 40 to 24');
    expect(words.headline(seenBy('ada', over({ winner: light, by: 'time' })))).toBe(
      'Bo wins on time',
    );
    const draw = [...new Array(32).fill(dark), ...new Array(32).fill(light)];
    const drawn = over({ winner: none, by: 'discs' }, { board: draw });
    expect(words.headline(seenBy('cy', drawn))).toBe('A draw, 32 each');
    const players = new Map(Object.entries({ ada, bo: { ...bo, wantsRematch: true } }));
    expect(words.hintWords(seenBy('ada', { ...won, players }))).toBe('Bo wants a rematch.');
    expect(words.hintWords(seenBy('bo', { ...won, players }))).toBe(
      'Waiting for the other to agree.',
    );
  });

  test('cells, answers and refusals', () => {
    expect([0, 7, d3, 56, 63].map(words.cellName)).toEqual(['a1', 'h1', 'd3', 'a8', 'h8']);
    expect(words.cellWords(d3, none, 2)).toBe('d3, empty, turns over 2');
    expect(words.cellWords(d3, dark, 0)).toBe('d3, dark');
    expect(words.answerWords(d3, { flips: [27], turn: light }, dark)).toBe('d3 turns over 1.');
    expect(words.answerWords(d3, { flips: [27, 35], turn: dark }, dark)).toBe(
      'd3 turns over 2. Light has no move: it is your turn again.',
    );
    expect(words.answerWords(d3, { flips: [27], turn: none }, dark)).toMatch(/the last move\.$/);
    expect(words.refusalWords(0, 'that turns nothing over')).toBe(
      'Not a1: that turns nothing over.',
    );
    expect(words.refusalWords(0, 'it is not your turn')).toBe('It is not your turn.');
    expect(words.refusalWords(0, 'connection closed.')).toBe('Connection closed.');
    expect([0, 9, 60, 3_599].map(words.clockWords)).toEqual(['0:00', '0:09', '1:00', '59:59']);
  });
});

test('keys lead over the board, and not off it', () => {
  const press = (cell: number, key: string, ctrlKey = false) => neighbour(cell, { key, ctrlKey });
  expect(press(d3, 'ArrowLeft')).toBe(18);
  expect(press(d3, 'ArrowRight')).toBe(20);
  expect(press(d3, 'ArrowUp')).toBe(11);
  expect(press(d3, 'ArrowDown')).toBe(27);
  expect([press(0, 'ArrowLeft'), press(0, 'ArrowUp')]).toEqual([undefined, undefined]);
  expect([press(63, 'ArrowRight'), press(63, 'ArrowDown')]).toEqual([undefined, undefined]);
  expect([press(d3, 'Home'), press(d3, 'End')]).toEqual([16, 23]);
  expect([press(d3, 'Home', true), press(d3, 'End', true)]).toEqual([0, 63]);
  expect(press(d3, 'Enter')).toBeUndefined();
});
