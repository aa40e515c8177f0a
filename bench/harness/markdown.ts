/**
 * The results of a run as a table of docs/BENCHMARKS.md: `npm run bench -- --table FILE` prints it,
 * and test/docs/benchmarks.test.ts holds the page against the file. Pure functions.
 */
import { goalText } from './judge.ts';
import { digits, figure, type Report } from './report.ts';

/** A row a result, in the run's order; without a line end at the end. */
export function markdownTable({ results }: Report): string {
  const head = [
    '| what | unit | ours | stock | ratio | goal | holds |',
    '|---|---|---|---|---|---|---|',
  ];
  const rows = results.map((result) => {
    const { ours, oursSpread, stock, stockSpread, ratio, goal, holds } = result;
    const cells = [
      result.name,
      result.unit,
      figure(ours, oursSpread),
      figure(stock, stockSpread),
      ratio === null ? '' : digits(ratio),
      goal === null ? '' : goalText(goal),
      holds === null ? '' : holds ? 'yes' : '**no**',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [...head, ...rows].join('\n');
}
