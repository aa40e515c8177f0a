/**
 * The oracle for structures in structures: for any tree of refs, maps, arrays and sets, and any
 * mutations, clients of ours have what clients of stock have, and hear what they hear. A long fuzz:
 * `HYPOGEUM_RUNS=8000 vitest run test/replication/structures.test.ts`; one process has no memory
 * for many more, as all their classes stay.
 */
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import { demandQuietConsole } from './quiet-console.ts';
import { type Action, actions } from './tree-action.ts';
import { TreePlay } from './tree-play.ts';
import { treeShape } from './tree-shape.ts';

const { numRuns, timeout } = fuzzRuns(300);

demandQuietConsole();

describe('clients of ours have and hear what clients of stock do', () => {
  test.for([1, 2, 3])('with %i workers taking turns', { timeout }, (workers) => {
    const property = fc.property(treeShape, actions, (shape, played) => {
      new TreePlay(shape, workers).play(played);
    });
    fc.assert(property, { numRuns: Math.ceil(numRuns / 4) });
  });

  test('and have it where keys come back in the tick in which they went', { timeout }, () => {
    const property = fc.property(treeShape, actions, (shape, played) => {
      new TreePlay(shape, 2, { keysReturn: true }).play(played);
    });
    fc.assert(property, { numRuns: Math.ceil(numRuns / 4) });
  });

  test('in the same bytes, where one structure changes at a time', { timeout }, () => {
    const property = fc.property(treeShape, actions, (shape, played) => {
      new TreePlay(shape, 1, { sameBytes: true }).play(played.map(single));
    });
    fc.assert(property, { numRuns: Math.ceil(numRuns / 4) });
  });
});

/**
 * With one new entity at most, and its own refs' targets: those of several are told in another
 * order than stock's.
 */
function single(action: Action): Action {
  if (!('seeds' in action)) return action;
  return { ...action, count: action.count % 2, seeds: action.seeds.slice(0, 2), givesRefs: false };
}
