/** docs/COMPATIBILITY.md: what stands behind its rows is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/COMPATIBILITY.md'), 'utf8');

test('every test, guide and source that it names exists', () => {
  const named = text.match(/\b(?:test|docs|rooms|src)\/[\w./-]*\w|guides\/[\w-]+\.md/g) ?? [];
  expect(named.length).toBeGreaterThan(100);
  const paths = named.map((path) => (path.startsWith('guides/') ? `docs/${path}` : path));
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('what is supported names a test', () => {
  const rows = text.split('\n').filter((line) => /^\| [^|]+\| (supported|yes)/.test(line));
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => !/test\/\S+\.test(-d)?\.ts/.test(row))).toEqual([]);
});
