/**
 * The process in which one benchmark runs alone: `child.ts FILE` describes what the file holds,
 * `child.ts FILE NAME [quick]` runs one of them. Answers its parent over IPC.
 */
import type { Benchmark, BenchmarkModule } from './benchmark.ts';

// Colyseus's core reports to PM2, probes and all, wherever it finds a parent to talk to.
const send = process.send?.bind(process);
process.send = undefined;

const [file = '', name, pace] = process.argv.slice(2);
const module: BenchmarkModule = await import(file);
const benchmarks = [module.benchmark].flat() as readonly Benchmark[];

if (name === undefined) {
  answer(benchmarks.map(({ name, unit, goal }) => ({ name, unit, goal })));
} else {
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new Error(`${file} has no benchmark ${name}`);
  answer(await benchmark.run({ quick: pace === 'quick' }));
}

/** A benchmark may leave a server or a thread behind: the answer ends the process. */
function answer(message: unknown): void {
  send?.(message, () => process.exit(0));
}
