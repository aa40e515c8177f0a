/**
 * The oracle: for any schema and any mutations, a stock client fed with our bytes has the state
 * that it has when fed by the stock encoder, and that our own columns hold. A long fuzz:
 * `HYPOGEUM_RUNS=100000 vitest run test/replication/oracle.test.ts`.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, type MockInstance, test, vi } from 'vitest';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import { mutations } from './mutation.ts';
import { Scenario } from './scenario.ts';
import { stateShape } from './state-shape.ts';

const { numRuns, timeout } = fuzzRuns(900);

/** The decoder reports bytes it cannot follow on the console, and goes on. */
const consoles: MockInstance[] = [];

beforeEach(() => {
  for (const method of ['warn', 'error'] as const) {
    consoles.push(
      vi.spyOn(console, method).mockImplementation((...text) => {
        throw new Error(`console.${method}: ${text.join(' ')}`);
      }),
    );
  }
});

afterEach(() => {
  for (const spy of consoles.splice(0)) spy.mockRestore();
});

describe('a stock client sees the same as with the stock encoder', () => {
  test.for([1, 2, 3])('with %i workers taking turns', { timeout }, (workers) => {
    const property = fc.property(stateShape, mutations, (shape, played) => {
      new Scenario(shape, workers).play(played);
    });
    fc.assert(property, { numRuns: Math.ceil(numRuns / (workers === 1 ? 1 : 2)) });
  });
});
