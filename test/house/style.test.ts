/**
 * Enforces the house style that no linter rule states: sizes, first comments, names, barrels, and
 * what may never be committed. Runs in vitest; reads files only.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ESTree } from 'vite';
import { describe, expect, test } from 'vitest';
import {
  lineAt,
  listFiles,
  projectRoot,
  readSources,
  type SourceFile,
  walk,
} from './source-files.ts';

const fileLinesMax = 300;
const functionLinesMax = 60;
const lineColumnsMax = 100;
const roomLinesMax = 150;
const entryLinesMax = 40;

const entries = ['src/index.ts', 'src/game/index.ts', 'src/soak/index.ts'];
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|config|d))?\.ts$/;
const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

const sources = readSources();

/** A test per rule: the list of places that break it must be empty. */
function rule(name: string, check: (file: SourceFile) => string[]): void {
  test(name, () => expect(sources.flatMap(check)).toEqual([]));
}

describe('sizes', () => {
  rule(`a file has at most ${fileLinesMax} lines, a room fewer, the main entry fewer`, (file) => {
    const isRoom = file.path.startsWith('rooms/');
    const isEntry = file.path === 'src/index.ts';
    const linesMax = isRoom ? roomLinesMax : isEntry ? entryLinesMax : fileLinesMax;
    const lines = file.lines.length - 1; // the text ends in a newline
    return lines > linesMax ? [`${file.path} has ${lines} lines, at most ${linesMax}`] : [];
  });

  rule(`a line has at most ${lineColumnsMax} columns`, (file) =>
    file.lines.flatMap((line, index) =>
      line.length > lineColumnsMax ? [`${file.path}:${index + 1} has ${line.length} columns`] : [],
    ),
  );

  rule(`a function has at most ${functionLinesMax} lines`, (file) => {
    const long: string[] = [];
    walk(file.program, (node, parent) => {
      if (!functionTypes.includes(node.type) || isTestGroup(parent)) return;
      const first = lineAt(file.text, node.start);
      const lines = lineAt(file.text, node.end) - first + 1;
      if (lines > functionLinesMax) long.push(`${file.path}:${first} has ${lines} lines`);
    });
    return long;
  });
});

describe('names and shape', () => {
  rule('a file begins with a comment: its job, its thread, who writes what it owns', (file) => {
    const start = file.text.replace(/^#!.*\n/, '');
    return start.startsWith('//') || start.startsWith('/*') ? [] : [file.path];
  });

  rule('a file is named in kebab-case', (file) =>
    kebabCase.test(basename(file.path)) ? [] : [file.path],
  );

  rule('only the package entries re-export', (file) => {
    if (entries.includes(file.path)) return [];
    const reexports = file.imports.filter((found) => found.isReexport);
    const lines = reexports.map((found) => `${file.path}:${found.line} re-exports ${found.path}`);
    return basename(file.path) === 'index.ts' ? [`${file.path} is no entry`, ...lines] : lines;
  });

  rule('src and the pages export by name', (file) => {
    const named = ['src/', 'client-demo/src/', 'engine-view/src/'];
    if (!named.some((folder) => file.path.startsWith(folder))) return [];
    return file.program.body.some((node) => node.type === 'ExportDefaultDeclaration')
      ? [file.path]
      : [];
  });
});

describe('never committed', () => {
  rule('no `any`', (file) => {
    const found: string[] = [];
    walk(file.program, (node) => {
      if (node.type === 'TSAnyKeyword') found.push(`${file.path}:${lineAt(file.text, node.start)}`);
    });
    return found;
  });

  rule('no comment that silences the compiler, none that postpones work', (file) => {
    // A type test says with @ts-expect-error what must not compile; nothing else may.
    const silenced = file.path.startsWith('test/')
      ? /@ts-(ignore|nocheck)/
      : /@ts-(ignore|nocheck|expect-error)/;
    return file.comments
      .filter((at) => silenced.test(at.value) || /\b(TO[D]O|FIX[M]E|XX[X])\b/.test(at.value))
      .map((at) => `${file.path}:${lineAt(file.text, at.start)}`);
  });

  rule('no test is skipped, focused or postponed', (file) => {
    const found: string[] = [];
    walk(file.program, (node) => {
      if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return;
      if (!['test', 'it', 'describe'].includes(node.object.name)) return;
      if (node.property.type !== 'Identifier') return;
      if (!['skip', 'only', 'todo'].includes(node.property.name)) return;
      found.push(`${file.path}:${lineAt(file.text, node.start)}`);
    });
    return found;
  });

  test("no path of one machine, no registry's address", () => {
    // Written in pieces, so that this file does not find itself.
    const machinePath = new RegExp(`(^|[\\s'"\`=(:])/(${['wo', 'rk|ro', 'ot'].join('')})/`, 'm');
    const registry = new RegExp(`${['"reso', 'lved"'].join('')}|regis${'try'}\\.[a-z]+\\.`);
    const offenders = listFiles().filter((path) => {
      const text = readFileSync(join(projectRoot, path), 'utf8');
      return machinePath.test(text) || registry.test(text);
    });
    expect(offenders).toEqual([]);
  });
});

/** `describe(...)` holds a file's tests: its length is the file's, not a function's. */
function isTestGroup(parent: ESTree.Node | undefined): boolean {
  return parent?.type === 'CallExpression' && isDescribe(parent.callee);
}

function isDescribe(callee: ESTree.Node): boolean {
  if (callee.type === 'MemberExpression') return isDescribe(callee.object);
  if (callee.type === 'CallExpression') return isDescribe(callee.callee);
  return callee.type === 'Identifier' && callee.name === 'describe';
}
