/** docs/BENCHMARKS.md shows the run that is in bench/results, and nothing rounder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markdownTable } from '../../bench/harness/markdown.ts';
import type { Report } from '../../bench/harness/report.ts';
import { projectRoot } from '../house/source-files.ts';

const page = readFileSync(join(projectRoot, 'docs/BENCHMARKS.md'), 'utf8');
const json = readFileSync(join(projectRoot, 'bench/results/two-cores.json'), 'utf8');
const report = JSON.parse(json) as Report;

test('the table is that of the committed run, which was a whole one', () => {
  expect(page).toContain(markdownTable(report));
  expect(report.quick).toBe(false);
  expect(page).toContain(report.node);
});

test('every goal that does not hold has its reason on the page', () => {
  const [, reasons = ''] = page.split('## What falls short');
  const missed = report.results.filter(({ holds }) => holds === false);
  const unexplained = missed.filter(({ name }) => !reasons.includes(`**${name.split(':')[0]}`));
  expect(unexplained.map(({ name }) => name)).toEqual([]);
});
