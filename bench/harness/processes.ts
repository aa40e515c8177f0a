/**
 * Finds the files that hold benchmarks and runs each benchmark in a process of its own, so that
 * none inherits another's heap or compiled code. Runs in bench/run.ts.
 */
import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchmarkResult, Description, RunOptions, Samples } from './benchmark.ts';
import { failed, judge } from './judge.ts';

const benchFolder = new URL('../', import.meta.url);
const childFile = fileURLToPath(new URL('./child.ts', import.meta.url));
const kinds = ['micro', 'load', 'gate'] as const;

/** One benchmark takes at most this long; a run that hangs must not hang the runner. */
const benchmarkMsMax = 10 * 60_000;

/** What a benchmark's process says of it: the figures that a run gives, in order. */
export interface Announcement {
  readonly name: string;
  readonly results: readonly Description[];
}

export interface Registered extends Announcement {
  readonly kind: (typeof kinds)[number];
  readonly file: string;
}

/** Every registered benchmark. A file that exports no `benchmark` is a script, run by hand. */
export async function findBenchmarks(): Promise<Registered[]> {
  const found: Registered[] = [];
  for (const kind of kinds) {
    const folder = new URL(`${kind}/`, benchFolder);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder).sort()) {
      const file = fileURLToPath(new URL(entry, folder));
      if (!entry.endsWith('.ts') || !registers(file)) continue;
      const described = (await ask([file])) as Announcement[];
      found.push(...described.map((benchmark) => ({ ...benchmark, kind, file })));
    }
  }
  return found;
}

/** Runs one; where it throws or dies, none of its results holds. */
export async function runBenchmark(
  benchmark: Registered,
  options: RunOptions,
): Promise<BenchmarkResult[]> {
  const { file, name, results } = benchmark;
  try {
    const pace = options.quick ? ['quick'] : [];
    const samples = (await ask([file, name, ...pace])) as Samples[];
    if (samples.length !== results.length) throw new Error(`${samples.length} figures came`);
    return results.map((described, at) => judge(described, samples[at]!));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return results.map((described) => failed(described, text));
  }
}

function registers(file: string): boolean {
  return /^export const benchmark\b/m.test(readFileSync(file, 'utf8'));
}

/** Resolves with the child's answer; rejects when it ends without one. */
function ask(args: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // The parent's flags (conditions, --expose-gc) are inherited; what it prints goes to stderr,
    // so that stdout holds the table alone.
    const child = fork(childFile, args, {
      stdio: ['ignore', 2, 'inherit', 'ipc'],
      timeout: benchmarkMsMax,
      serialization: 'advanced',
    });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`its process ended with ${signal ?? code} and no figures`)),
    );
  });
}
