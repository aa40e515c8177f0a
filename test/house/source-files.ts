/**
 * What the house tests read: the project's files, and each TypeScript file parsed once. Runs in a
 * test's own process; reads only.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync } from 'vite';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

const foldersSkipped = new Set(['node_modules', 'dist', 'coverage', '.git']);
const codeFolders = ['src', 'rooms', 'client-demo', 'engine-view', 'template', 'test', 'bench'];

/** One import or re-export. `path` is relative to the root for files, the bare name otherwise. */
export interface Import {
  readonly path: string;
  readonly isFile: boolean;
  /** Erased before the program runs: `import type`, or every name in it is a type. */
  readonly isType: boolean;
  readonly isReexport: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly program: ESTree.Program;
  readonly comments: readonly { readonly value: string; readonly start: number }[];
  readonly imports: readonly Import[];
}

/** Every file below the root that could be committed, as paths relative to it. */
export function listFiles(folder = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(projectRoot, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (foldersSkipped.has(entry.name)) continue;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory()) found.push(...listFiles(path));
  }
  return found;
}

/** Every TypeScript file of the project, parsed. */
export function readSources(): SourceFile[] {
  return listFiles()
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => !path.includes('/') || codeFolders.includes(path.split('/')[0]!))
    .map(readSource);
}

/** The 1-based line of a character offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** Calls `visit` with every node of a syntax tree, parents first. */
export function walk(root: ESTree.Node, visit: (node: ESTree.Node, parent?: ESTree.Node) => void) {
  const descend = (node: ESTree.Node, parent?: ESTree.Node): void => {
    visit(node, parent);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) descend(child, node);
      }
    }
  };
  descend(root);
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  const { program, comments, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const resolve = (request: string) => resolveRequest(path, request);
  const imports: Import[] = [];
  for (const found of module.staticImports) {
    const isType = found.entries.length > 0 && found.entries.every((entry) => entry.isType);
    const line = lineAt(text, found.start);
    imports.push({ ...resolve(found.moduleRequest.value), isType, isReexport: false, line });
  }
  for (const found of module.staticExports) {
    const request = found.entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (request === undefined || request === null) continue;
    const isType = found.entries.every((entry) => entry.isType);
    const line = lineAt(text, found.start);
    imports.push({ ...resolve(request.value), isType, isReexport: true, line });
  }
  for (const found of module.dynamicImports) {
    const written = text.slice(found.moduleRequest.start, found.moduleRequest.end);
    const literal = /^['"`]([^'"`$]+)['"`]$/.exec(written)?.[1];
    if (literal === undefined) continue; // a computed address: a game's file, a benchmark
    const line = lineAt(text, found.start);
    imports.push({ ...resolve(literal), isType: false, isReexport: false, line });
  }
  return { path, text, lines: text.split('\n'), program, comments, imports };
}

function resolveRequest(from: string, request: string): { path: string; isFile: boolean } {
  if (!request.startsWith('.')) return { path: request, isFile: false };
  const absolute = join(projectRoot, dirname(from), request);
  return { path: relative(projectRoot, absolute).replaceAll('\\', '/'), isFile: true };
}
