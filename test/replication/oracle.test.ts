/**
 * The oracle: for any schema and any mutations, a stock client fed with our bytes has the state
 * that it has when fed by the stock encoder, and that our own columns hold. A long fuzz:
 * `HYPOGEUM_RUNS=100000 vitest run test/replication/oracle.test.ts`.
 */
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import { mutations } from './mutation.ts';
import { demandQuietConsole } from './quiet-console.ts';
import { Scenario } from './scenario.ts';
import { stateShape } from './state-shape.ts';

const { numRuns, timeout } = fuzzRuns(900);

demandQuietConsole();

describe('a stock client sees the same as with the stock encoder', () => {
  test.for([1, 2, 3])('with %i workers taking turns', { timeout }, (workers) => {
    const property = fc.property(stateShape, mutations, (shape, played) => {
      new Scenario(shape, workers).play(played);
    });
    fc.assert(property, { numRuns: Math.ceil(numRuns / (workers === 1 ? 1 : 2)) });
  });
});
