/**
 * `npm run bench`: runs the registered benchmarks one after the other, prints a table, and with
 * --gate fails where a goal does not hold. bench/README.md says how to add one.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchmarkResult } from './harness/benchmark.ts';
import { markdownTable } from './harness/markdown.ts';
import { findBenchmarks, type Registered, runBenchmark } from './harness/processes.ts';
import { commitHere, formatTable, type Report, writeJson } from './harness/report.ts';

const usage = `npm run bench -- [flags]
  --only TEXT   only benchmarks whose name contains TEXT
  --gate        only those in bench/gate (or those of --only); exit 1 where a goal does not hold
  --quick       fewer rounds: tells that they work, not what they measure
  --json FILE   also write the results, with the commit and the machine
  --list        name them and run none
  --table FILE  print a run that --json wrote as the table of docs/BENCHMARKS.md
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const flags = readFlags();
  if (flags === undefined) return 2;
  if (flags.table !== undefined) {
    const report = JSON.parse(readFileSync(flags.table, 'utf8')) as Report;
    process.stdout.write(`${markdownTable(report)}\n`);
    return 0;
  }
  const selected = select(await findBenchmarks(), flags.only, flags.gate);
  if (selected.length === 0) {
    process.stderr.write('no benchmark is registered under that name\n');
    return 2;
  }
  if (flags.list) {
    for (const { kind, results } of selected) {
      for (const { name } of results) process.stdout.write(`${kind}  ${name}\n`);
    }
    return 0;
  }
  // Before the run: files may change meanwhile, and what is loaded by then is measured.
  const commit = commitHere();
  const results: BenchmarkResult[] = [];
  for (const [at, benchmark] of selected.entries()) {
    process.stderr.write(`[${at + 1}/${selected.length}] ${benchmark.name}\n`);
    results.push(...(await runBenchmark(benchmark, { quick: flags.quick })));
  }
  process.stdout.write(`${formatTable(results)}\n`);
  if (flags.json !== undefined) writeJson(flags.json, commit, results, flags.quick);
  if (results.some((result) => result.error !== undefined)) return 1;
  return flags.gate && results.some((result) => result.holds === false) ? 1 : 0;
}

function select(all: readonly Registered[], only: string | undefined, gate: boolean): Registered[] {
  if (only !== undefined) {
    const isMeant = ({ name }: { readonly name: string }) => name.includes(only);
    return all.filter((benchmark) => isMeant(benchmark) || benchmark.results.some(isMeant));
  }
  return all.filter((benchmark) => !gate || benchmark.kind === 'gate');
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        gate: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
        list: { type: 'boolean', default: false },
        table: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return undefined;
  }
}
