/**
 * Where the order of operations allows it, our patches and full states are the stock encoder's own
 * bytes. `HYPOGEUM_RUNS` sets the number of random states.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import { OrderedPlay, type Round, rounds } from './rounds.ts';
import { type StateShape, stateClasses, stateShape } from './state-shape.ts';
import { StockSide } from './stock-side.ts';
import { WorkerSide } from './worker-side.ts';

const { numRuns, timeout } = fuzzRuns(600);
let fullStates = 0;
let patches = 0;

test('patches, and full states whose rows are in order', { timeout }, () => {
  fc.assert(fc.property(stateShape, rounds, compare), { numRuns });
  expect(patches).toBeGreaterThan(numRuns);
  expect(fullStates).toBeGreaterThan(numRuns / 2);
});

function compare(shape: StateShape, played: readonly Round[]): void {
  const classes = stateClasses(shape);
  const ours = new WorkerSide(shape, classes.plan, 1);
  const stock = new StockSide(shape, classes);
  // Stock announces its maps in its first patch, ours only in full states.
  ours.patch();
  stock.patch();
  const play = new OrderedPlay(shape, ours, stock);
  for (const round of played) {
    play.play(round);
    demandSameBytes(ours.patch(), stock.patch());
    patches++;
    // Stock writes a root's fields as declared; ours writes scalars before maps.
    if (shape.after.length > 0 || !play.isInOrder) continue;
    demandSameBytes(ours.fullState(), stock.fullState());
    fullStates++;
  }
}

function demandSameBytes(ours: Uint8Array, stock: Uint8Array): void {
  if (Buffer.compare(ours, stock) === 0) return;
  expect(Buffer.from(ours).toString('hex')).toBe(Buffer.from(stock).toString('hex'));
}
