/**
 * The process in which one benchmark runs alone: `child.ts FILE` describes what the file holds,
 * `child.ts FILE NAME [quick]` runs one of them. Answers its parent over IPC.
 */
import type { Benchmark, BenchmarkGroup, BenchmarkModule } from './benchmark.ts';
import type { Announcement } from './processes.ts';

// Colyseus's core reports to PM2, probes and all, wherever it finds a parent to talk to.
const send = process.send?.bind(process);
process.send = undefined;

const [file = '', name, pace] = process.argv.slice(2);
const module: BenchmarkModule = await import(file);
const benchmarks = [module.benchmark].flat() as readonly (Benchmark | BenchmarkGroup)[];

if (name === undefined) {
  answer(benchmarks.map(announce));
} else {
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new Error(`${file} has no benchmark ${name}`);
  const samples = await benchmark.run({ quick: pace === 'quick' });
  answer('results' in benchmark ? samples : [samples]);
}

/** A benchmark's only figure is described by the benchmark itself. */
function announce(benchmark: Benchmark | BenchmarkGroup): Announcement {
  const described = 'results' in benchmark ? benchmark.results : [benchmark];
  const results = described.map(({ name, unit, goal }) => ({ name, unit, goal }));
  return { name: benchmark.name, results };
}

/** A benchmark may leave a server or a thread behind: the answer ends the process. */
function answer(message: unknown): void {
  send?.(message, () => process.exit(0));
}
