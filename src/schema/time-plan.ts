/**
 * What a game asks of time, as a part of its `StatePlan`: how many inputs wait, how many timers
 * fit, what is remembered of the past. Plain data, any thread; made by game/time-options.ts.
 */

/** Samples of a table's numbers are kept for lag compensation. */
export interface RewindTablePlan {
  /** The table's place among the plan's. */
  readonly table: number;
  /** Read at the client's reckonTime, and not at its renderTime. */
  readonly isReckoned: boolean;
  /** By the place of the table's field: how a value between two samples is made. */
  readonly paths: readonly RewindPath[];
}

/** `angle` goes the short way round; `step` holds the sample before; `none`: not remembered. */
export type RewindPath = 'linear' | 'angle' | 'step' | 'none';

export interface RewindPlan {
  /** How far back a client may see, ms. */
  readonly maxMs: number;
  /** Samples that are kept: one per patch. */
  readonly samples: number;
  readonly tables: readonly RewindTablePlan[];
}

export interface TimePlan {
  /** Steps a second. */
  readonly tickRate: number;
  /** Inputs that wait per client. */
  readonly inputBacklog: number;
  /** Timers that fit; 0 where the game has none. */
  readonly timers: number;
  readonly rewind: RewindPlan | undefined;
}

/** Which timelines clients stamp on their inputs: those of the maps that are remembered. */
export function stampsOf({ time }: { readonly time?: TimePlan }) {
  const tables = time?.rewind?.tables;
  return (
    tables && {
      render: tables.some(({ isReckoned }) => !isReckoned),
      reckon: tables.some(({ isReckoned }) => isReckoned),
    }
  );
}
