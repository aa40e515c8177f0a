/**
 * What a benchmark is: a file in bench/micro, bench/load or bench/gate exports one as
 * `benchmark`. Types only.
 */

/** A side's samples, one a round, in the benchmark's unit. */
export interface Samples {
  readonly ours: readonly number[];
  /** The same work done by stock Colyseus, or by what an author would use instead. */
  readonly stock?: readonly number[];
}

export interface RunOptions {
  /** Fewer rounds or a smaller load: tells that the benchmark works, not what it measures. */
  readonly quick: boolean;
}

/**
 * What must hold between the medians. `ratio` is ours divided by stock: for times and bytes less
 * is better (`ratioMax`), for rates more (`ratioMin`).
 */
export type Goal =
  | { readonly ratioMax: number }
  | { readonly ratioMin: number }
  | { readonly oursMax: number }
  | { readonly oursMin: number };

export interface Benchmark {
  /** Unique in the project; what `--only` looks for. */
  readonly name: string;
  /** Of every sample: 'ns/change', 'ms', 'bytes/tick'. */
  readonly unit: string;
  /** Without one it is measured and shown, and nothing depends on it. */
  readonly goal?: Goal;
  /** Runs alone, in a process of its own. */
  run(options: RunOptions): Samples | Promise<Samples>;
}

/** What the table and `--json` say of a figure before there is one. */
export type Description = Pick<Benchmark, 'name' | 'unit' | 'goal'>;

/** Several figures out of one run: two percentiles of the same steps, say. */
export interface BenchmarkGroup {
  /** Unique in the project, as the names of its results are; `--only` looks at all of them. */
  readonly name: string;
  readonly results: readonly Description[];
  /** The samples of each result, in the order of `results`. */
  run(options: RunOptions): readonly Samples[] | Promise<readonly Samples[]>;
}

/** What a file of benchmarks exports: one, or several that share their set-up. */
export interface BenchmarkModule {
  readonly benchmark: Benchmark | BenchmarkGroup | readonly (Benchmark | BenchmarkGroup)[];
}

/** A finished benchmark, as the table shows it and `--json` writes it. */
export interface BenchmarkResult {
  readonly name: string;
  readonly unit: string;
  /** Medians; null where there is no such side, or the run failed. */
  readonly ours: number | null;
  readonly stock: number | null;
  /** Interquartile range over the median: 0.1 is 10 %. */
  readonly oursSpread: number | null;
  readonly stockSpread: number | null;
  readonly ratio: number | null;
  readonly goal: Goal | null;
  /** Null without a goal. A run that failed holds nothing. */
  readonly holds: boolean | null;
  readonly error?: string;
}
