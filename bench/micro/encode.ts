/**
 * Changing and encoding 500 entities of two float32 fields, one thread: handles over columns, and
 * columns directly, each with the compiled encoder, beside @colyseus/schema's own setters and
 * Encoder. Both sides write the same bytes, which is checked before anything is measured.
 */
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';
import {
  checkSameBytes,
  DroneColumns,
  DroneHandles,
  fieldsPerDrone,
  StockDrones,
} from './sides/drones.ts';

const rows = 500;
const changesPerRound = 2_000;

function compare(quick: boolean, ours: DroneHandles | DroneColumns) {
  const stock = new StockDrones(rows);
  checkSameBytes(ours, stock);
  const calls = rows * fieldsPerDrone;
  return interleave({
    rounds: quick ? 3 : 25,
    // A loop of its own per side: one that serves both would meet two classes.
    ours: () =>
      nsPerCall(changesPerRound, () => {
        ours.step();
        ours.patch();
      }) / calls,
    stock: () =>
      nsPerCall(changesPerRound, () => {
        stock.step();
        stock.patch();
      }) / calls,
  });
}

const goal = { ratioMax: 1 / 10 };

export const benchmark: readonly Benchmark[] = [
  {
    name: 'encode: change by handles and encode, a field',
    unit: 'ns/field',
    goal,
    run: ({ quick }) => compare(quick, new DroneHandles(rows)),
  },
  {
    name: 'encode: change by columns and encode, a field',
    unit: 'ns/field',
    goal,
    run: ({ quick }) => compare(quick, new DroneColumns(rows)),
  },
];
