/**
 * A project made by `hypogeum new`, in a folder outside of this one. Its packages are this
 * project's own, linked: only those that its package.json names, at the versions that it names, so
 * that nothing else can be imported. `hypogeum` itself is the unpacked tarball, with its own
 * dependencies inside. Owns the folder and the processes that it started.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { explain } from '../house/explain.ts';
import { projectRoot } from '../house/source-files.ts';

const execute = promisify(execFile);
const patienceMs = 20_000;
const pollMs = 20;

interface Manifest {
  readonly version: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export class LinkedProject {
  readonly path: string;
  readonly #children: ChildProcess[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** Throws where this project has another version than the manifest names. */
  async link(unpacked: string): Promise<void> {
    const { dependencies, devDependencies } = await manifestOf(this.path);
    const { hypogeum, ...others } = { ...dependencies, ...devDependencies };
    if (hypogeum === undefined) throw new Error('the project does not depend on hypogeum');
    const home = join(this.path, 'node_modules/hypogeum');
    await cp(unpacked, home, { recursive: true });
    // As npm does.
    for (const file of await linkBins(this.path, 'hypogeum')) await chmod(file, 0o755);
    await linkAll(this.path, others);
    await linkAll(home, (await manifestOf(home)).dependencies ?? {});
  }

  /** A script of the project's, to its end: what it printed. Rejects where it fails. */
  async npm(...args: readonly string[]): Promise<string> {
    const options = { cwd: this.path, env: environment() };
    const { stdout, stderr } = await execute('npm', args, options).catch(explain);
    return stdout + stderr;
  }

  /** A program that goes on until `stop`. */
  start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(command, args, {
      cwd: this.path,
      env: { ...environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own group: npm and Node's watcher start processes, which must end with it.
      detached: true,
    });
    this.#children.push(child);
    let said = '';
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    return {
      /** The first match in what it has printed since `from`, with where it ends. */
      async heard(pattern: RegExp, from = 0): Promise<{ match: RegExpExecArray; end: number }> {
        const endMs = performance.now() + patienceMs;
        for (;;) {
          const match = pattern.exec(said.slice(from));
          if (match !== null) return { match, end: from + match.index + match[0].length };
          const isOver = child.exitCode !== null || performance.now() > endMs;
          if (isOver) throw new Error(`${pattern} was not said:\n${said}`);
          await sleep(pollMs);
        }
      },
    };
  }

  /** Ends what was started, and whatever that has started. */
  async stop(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      const closed = once(child, 'close');
      const isOver = child.exitCode !== null || child.signalCode !== null;
      if (child.pid !== undefined && !isOver) process.kill(-child.pid, 'SIGTERM');
      if (!isOver) await closed;
    }
  }
}

/** This process's, without what vitest and npm put there for it. */
function environment(): NodeJS.ProcessEnv {
  const own =
    /^(npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|TEST$|DEV$|PROD$|SSR$|MODE$|BASE_URL$|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

async function linkAll(home: string, packages: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, wanted] of Object.entries(packages)) {
    const installed = join(projectRoot, 'node_modules', name);
    const { version } = await manifestOf(installed);
    if (version !== wanted) throw new Error(`${name} is ${version} here, and not ${wanted}`);
    const link = join(home, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(installed, link, 'junction');
    await linkBins(home, name);
  }
}

/** Returns the commands' files. */
async function linkBins(home: string, name: string): Promise<string[]> {
  const { bin = {} } = await manifestOf(join(home, 'node_modules', name));
  const bins = typeof bin === 'string' ? { [name]: bin } : bin;
  const folder = join(home, 'node_modules/.bin');
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [command, file] of Object.entries(bins)) {
    const target = join(home, 'node_modules', name, file);
    await symlink(relative(folder, target), join(folder, command));
    files.push(target);
  }
  return files;
}

async function manifestOf(home: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as Manifest;
}
