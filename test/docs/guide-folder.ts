/**
 * The programs of a page of the docs, as files in a folder of the project: each TypeScript block is
 * one, under the name in its first line (`// name.ts`), or under the given names in order.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { explain } from '../house/explain.ts';

/** Every page with programs, and the test of this folder that puts them in files and runs them. */
export const testedPages: Readonly<Record<string, string>> = {
  'README.md': 'readme.test.ts',
  'docs/tutorial.md': 'tutorial.test.ts',
  'docs/guides/arena-and-caches.md': 'arena.test.ts',
  'docs/guides/clients.md': 'guests.test.ts',
  'docs/guides/engine-view.md': 'engine-view.test.ts',
  'docs/guides/messages.md': 'messages.test.ts',
  'docs/guides/moving-from-a-room.md': 'moving.test.ts',
  'docs/guides/ordinary-rooms.md': 'rooms.test.ts',
  'docs/guides/pinned.md': 'pinned.test.ts',
  'docs/guides/prediction.md': 'time.test.ts',
  'docs/guides/several-processes.md': 'rooms.test.ts',
  'docs/guides/soak.md': 'soak.test.ts',
  'docs/guides/state.md': 'guests.test.ts',
  'docs/guides/timers.md': 'time.test.ts',
};

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../..');
/** Where the guides' clients look for the server; a test's server has any port. */
const address = 'http://localhost:2567';
const patienceMs = 15_000;

export class GuideFolder {
  readonly path: string;
  readonly #children: ChildProcess[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  /** Inside the project, so that 'hypogeum' is this project. */
  static async create(): Promise<GuideFolder> {
    return new GuideFolder(await mkdtemp(join(import.meta.dirname, 'snippets-')));
  }

  /** Writes a page's blocks; `names` for those without one of their own. Returns all blocks. */
  async add(page: string, ...names: readonly string[]): Promise<string[]> {
    return this.#writeAll(page, await blocksOf(page), names);
  }

  /** As `add`, of one section alone: what stands below `## heading`. */
  async addSection(page: string, heading: string): Promise<string[]> {
    return this.#writeAll(page, await blocksOf(page, heading), []);
  }
  url(name: string): URL {
    return pathToFileURL(join(this.path, name));
  }

  async write(name: string, text: string): Promise<void> {
    const file = join(this.path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Rejects with what the compiler says. */
  async compile(options = 'tsconfig.json'): Promise<void> {
    const config = { extends: `../../../${options}`, include: ['**/*.ts'], exclude: [] };
    await this.write('tsconfig.json', JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    await execute(process.execPath, [tsc, '-p', this.path]).catch(explain);
  }

  /** Runs a program as it stands, but for the server's address, to its end. Returns its output. */
  async run(name: string, serverUrl: string): Promise<string> {
    const file = await this.#addressed(name, serverUrl);
    const args = ['--conditions=hypogeum-source', join(this.path, file)];
    const { stdout } = await execute(process.execPath, args, { timeout: patienceMs });
    return stdout;
  }

  /** As `run`, until its output matches. */
  async runUntil(name: string, serverUrl: string, pattern: RegExp): Promise<string> {
    return (await this.startAt(name, serverUrl)).heard(pattern);
  }

  /** As `start`, with the server's address put in. */
  async startAt(name: string, serverUrl: string) {
    return this.start(await this.#addressed(name, serverUrl));
  }

  /** A program that goes on until the folder is removed or the test says `stop`. */
  start(file: string, env: Record<string, string> = {}) {
    const args = ['--conditions=hypogeum-source', join(this.path, file)];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.push(child);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    return {
      async heard(pattern: RegExp): Promise<string> {
        const signal = AbortSignal.timeout(patienceMs);
        for (;;) {
          const match = pattern.exec(said);
          if (match !== null) return match[0];
          await once(child.stdout, 'data', { signal });
        }
      },
    };
  }

  /** Ends what was started. */
  async stop(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.path, { recursive: true, force: true });
  }

  async #writeAll(page: string, blocks: string[], names: readonly string[]): Promise<string[]> {
    checkTest(page);
    const given = names.values();
    for (const block of blocks) {
      const own = /^\/\/ (\S+\.ts)\n/.exec(block)?.[1];
      const name = own ?? given.next().value;
      if (name === undefined) throw new Error(`${page}: a block without a name:\n${block}`);
      await this.write(name, block);
    }
    return blocks;
  }

  async #addressed(name: string, serverUrl: string): Promise<string> {
    const text = await readFile(join(this.path, name), 'utf8');
    if (!text.includes(address)) throw new Error(`${name} does not look for ${address}`);
    const file = `addressed-${name}`;
    await this.write(file, text.replace(address, serverUrl));
    return file;
  }
}

/** The test that runs must be the page's own: pages.test.ts relies on it. */
function checkTest(page: string): void {
  const wanted = testedPages[page];
  const running = basename(expect.getState().testPath ?? '');
  if (wanted === undefined) throw new Error(`${page} is missing in testedPages`);
  if (wanted !== running) throw new Error(`${page} is tested in ${wanted}, not in ${running}`);
}

/** The TypeScript blocks of a page, or of one of its sections, in order. */
export async function blocksOf(page: string, heading?: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  const sections = text.split(/^## /m);
  const wanted = sections.filter((one) => heading === undefined || one.startsWith(`${heading}\n`));
  if (wanted.length === 0) throw new Error(`${page} has no section "${heading}"`);
  return [...wanted.join('').matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');
}
