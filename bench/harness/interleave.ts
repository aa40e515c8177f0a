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
  const { ours, stock, rounds, warmups = 2 } = sides;
  if (stock === undefined) return takeTurns({ ours }, rounds, warmups);
  return takeTurns({ ours, stock }, rounds, warmups);
}

/**
 * As `interleave`, for any number of sides, whose rounds may give any figures: by side, those of
 * the rounds that count.
 */
export async function takeTurns<Name extends string, Figure>(
  sides: Readonly<Record<Name, () => Figure | Promise<Figure>>>,
  rounds: number,
  warmups = 0,
): Promise<Record<Name, Figure[]>> {
  const names = Object.keys(sides) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Figure[]
  >;
  for (let round = -warmups; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      globalThis.gc?.();
      const figure = await sides[name]();
      if (round >= 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** Nanoseconds that one of `calls` calls of `work` takes. The loop itself is part of it. */
export function nsPerCall(calls: number, work: (call: number) => void): number {
  const startedMs = performance.now();
  for (let call = 0; call < calls; call++) work(call);
  return ((performance.now() - startedMs) * 1e6) / calls;
}
