/**
 * Blocks are objects that V8 reads by offset. As hash tables they made a full state dear: 1.6x
 * (bench/micro/full-state.ts), and nothing else would tell. V8 itself is asked.
 */
import { setFlagsFromString } from 'node:v8';
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { expect, test } from 'vitest';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import type { StateBlock } from '../../../src/memory/state/state-block.ts';

const hasFastProperties = compileNative('%HasFastProperties(value)');

const Part = schema({ name: t.string(), weight: t.float32().optional() }, 'Part');
const Ship = schema({ x: t.float32(), engine: t.ref(Part), cargo: t.map(Part) }, 'Ship');
const State = schema(
  {
    round: t.uint16(),
    flag: t.ref(Part),
    ships: t.map(Ship),
    parts: t.array(Part),
    tags: t.set('string'),
    scores: t.map('number'),
    lines: t.array('string'),
  },
  'State',
);

test('a block and all that it owns have properties at fixed places', () => {
  const { root } = RoomMemory.create(defineGame({ state: State }).plan, 0);
  const slow = blocksOf(root).filter((block) => !hasFastProperties(block));
  expect(slow.map((block) => block.layout.plan)).toEqual([]);
});

test('the question can be answered with no', () => {
  const block: { first?: number; second: number } = { first: 1, second: 2 };
  delete block.first;
  expect(hasFastProperties(block)).toBe(false);
});

function blocksOf(block: StateBlock): StateBlock[] {
  return [block, ...block.children.flatMap(blocksOf)];
}

function compileNative(source: string): (value: object) => boolean {
  setFlagsFromString('--allow-natives-syntax');
  const compiled = new Function('value', `return ${source}`) as (value: object) => boolean;
  setFlagsFromString('--no-allow-natives-syntax');
  return compiled;
}
