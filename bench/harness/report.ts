/** The table on the terminal and the file that `--json` writes. Runs in bench/run.ts. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import type { BenchmarkResult } from './benchmark.ts';
import { goalText } from './judge.ts';

const columns = ['name', 'unit', 'ours', 'stock', 'ratio', 'goal', 'holds'];
const textColumns = 2; // name and unit stand left, figures right

/** One row a benchmark; each figure with its spread. */
export function formatTable(results: readonly BenchmarkResult[]): string {
  const rows = results.map((result) => [
    result.name,
    result.unit,
    figure(result.ours, result.oursSpread),
    figure(result.stock, result.stockSpread),
    result.ratio === null ? '' : digits(result.ratio),
    result.goal === null ? '' : goalText(result.goal),
    result.holds === null ? '' : result.holds ? 'yes' : 'NO',
  ]);
  const widths = columns.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]!.length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at < textColumns ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  const errors = results
    .filter((result) => result.error !== undefined)
    .map((result) => `${result.name}: ${result.error}`);
  return [line(columns), line(rule), ...rows.map(line), ...errors].join('\n');
}

/** What `--json` writes. */
export interface Report {
  readonly commit: string | null;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly quick: boolean;
  readonly results: readonly BenchmarkResult[];
}

/** Writes the results with what they depend on: the commit and the machine. */
export function writeJson(
  file: string,
  commit: string | null,
  results: readonly BenchmarkResult[],
  quick: boolean,
): void {
  const report: Report = {
    commit,
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    quick,
    results,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** The commit that is here, with '+changes' where files differ from it; null without git. */
export function commitHere(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const hash = git('rev-parse', 'HEAD');
    return git('status', '--porcelain') === '' ? hash : `${hash}+changes`;
  } catch {
    return null;
  }
}

/** Empty for nothing; with half the interquartile range where there is one. */
export function figure(value: number | null, spread: number | null): string {
  if (value === null) return '';
  return spread === null ? digits(value) : `${digits(value)} ±${(spread * 50).toFixed(0)}%`;
}

/** Three significant digits, without an exponent for what a person can read. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}
