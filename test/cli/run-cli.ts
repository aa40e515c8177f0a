/** Runs the real command line as a child process, from source, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const tinyGame = new URL('./games/tiny.ts', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));
/** The folder of the one game that these tests host, as seen from the project's root. */
export const gamesFolder = relative(root, dirname(fileURLToPath(tinyGame)));

/** Variables that would change what a bare command does. */
const flagVariables = [
  ...['PORT', 'HOST', 'WORKERS', 'LOG_LEVEL', 'NODE_OPTIONS'],
  ...['REDIS_URL', 'PUBLIC_ADDRESS', 'ENGINE_TOKEN'],
];

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<CliEnd>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const inherited = Object.entries(process.env).filter(([name]) => !flagVariables.includes(name));
    this.child = spawn(process.execPath, ['--conditions=hypogeum-source', main, ...args], {
      cwd: root,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = once(this.child, 'close').then(([code]) => ({
      code: code as number | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  /** Resolves with the first line of stdout that has `text`; rejects if the process ends first. */
  async lineWith(text: string): Promise<string> {
    const end = this.ended.then(({ code, stderr }) => {
      throw new Error(`ended with ${code} before "${text}": ${stderr}`);
    });
    end.catch(() => {}); // Once the line is there, nobody waits for the end.
    for (;;) {
      const line = this.stdout.split('\n').find((one) => one.includes(text));
      if (line !== undefined) return line;
      const data = this.child.stdout ? once(this.child.stdout, 'data') : end;
      await Promise.race([data, end]);
    }
  }
}

export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliEnd> {
  return new CliProcess(args, env).ended;
}

/** A folder with these files, removed by `remove`. */
export function temporaryFolder(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'hypogeum-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
