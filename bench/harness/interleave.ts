/**
 * Runs the two sides of a comparison in turns, so that a machine that slows down, or a neighbour
 * that wakes up, meets both. Runs in a benchmark's process.
 */
import type { Samples } from './benchmark.ts';

/** One round of a side: does the work and returns its figure. */
export type Round = () => number | Promise<number>;

export interface Sides {
  readonly ours: Round;
  readonly stock?: Round;
  /** Rounds that count, of each side. */
  readonly rounds: number;
  /** Rounds before them that do not, until the code is compiled and the caches are warm. */
  readonly warmups?: number;
}

/** Alternates which side goes first, and collects garbage before every round. */
export async function interleave(sides: Sides): Promise<Samples> {
  const { rounds, warmups = 2 } = sides;
  const ours: number[] = [];
  const stock: number[] = [];
  for (let round = -warmups; round < rounds; round++) {
    const order = [
      { run: sides.ours, samples: ours },
      { run: sides.stock, samples: stock },
    ];
    if (round % 2 !== 0) order.reverse();
    for (const { run, samples } of order) {
      if (run === undefined) continue;
      globalThis.gc?.();
      const figure = await run();
      if (round >= 0) samples.push(figure);
    }
  }
  return sides.stock === undefined ? { ours } : { ours, stock };
}

/** Nanoseconds that one of `calls` calls of `work` takes. The loop itself is part of it. */
export function nsPerCall(calls: number, work: (call: number) => void): number {
  const startedMs = performance.now();
  for (let call = 0; call < calls; call++) work(call);
  return ((performance.now() - startedMs) * 1e6) / calls;
}
