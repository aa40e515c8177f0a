/**
 * No program on a page of the docs that nothing has compiled: each page with code is one of
 * guide-folder's, and the test that is named there puts all of the page's blocks into files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, projectRoot } from '../house/source-files.ts';
import { GuideFolder, testedPages } from './guide-folder.ts';

const pages = [...listFiles('docs').filter((path) => path.endsWith('.md')), 'README.md'];
const fence = /^ {0,3}(`{3,}|~{3,}) *(\S*)/gm;
const code = /^(ts|tsx|mts|cts|js|jsx|mjs|cjs|typescript|javascript)$/i;

const textOf = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
/** The languages of a page's blocks; a closing fence has none, as a block of plain text. */
const languagesOf = (path: string) => [...textOf(path).matchAll(fence)].map((found) => found[2]!);

test('every page with a program is tested, by a test that is there', () => {
  const withCode = pages.filter((path) => languagesOf(path).some((name) => code.test(name)));
  expect(withCode.sort()).toEqual(Object.keys(testedPages).sort());
  for (const [page, file] of Object.entries(testedPages)) {
    const text = textOf(`test/docs/${file}`);
    const name = page.replace(/^.*\/|\.md$/g, '');
    expect(text, `${file} says nothing of ${page}`).toMatch(new RegExp(`\\b${name}\\b`));
    expect(text, `${file} compiles nothing`).toContain('.compile(');
    expect(text, `${file} runs nothing`).toMatch(/startServer\(|\.start\(|new CliProcess\(/);
  }
});

test('a program says "ts", which is what the tests look for, and its fence is closed', () => {
  for (const page of pages) {
    const languages = languagesOf(page);
    expect(
      languages.filter((name) => code.test(name) && name !== 'ts'),
      page,
    ).toEqual([]);
    expect(languages.length % 2, `${page}: a fence is open`).toBe(0);
    const blocks = textOf(page).match(/```ts\n/g) ?? [];
    expect(blocks, page).toHaveLength(languages.filter((name) => name === 'ts').length);
  }
});

test('a page of another test, or of none, is refused', async () => {
  const guide = await GuideFolder.create();
  try {
    await expect(guide.add('docs/guides/state.md')).rejects.toThrow(/guests\.test\.ts/);
    await expect(guide.add('docs/ARCHITECTURE.md')).rejects.toThrow(/testedPages/);
  } finally {
    await guide.remove();
  }
});
