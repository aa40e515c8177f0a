/**
 * The server under test as a child process: `hypogeum serve` on a free port. What it logs as an
 * error counts as one; so does a bad end. Soak's own thread; owns the child.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../base/errors.ts';
import type { ErrorTally } from '../measure/error-tally.ts';
import type { SoakPlan } from '../options.ts';
import { type Listening, toListening } from './listening-line.ts';

const startMsMax = 20_000;
/** `serve` promises 3 s. */
const drainMsMax = 5_000;
/** pino's number for error; 60 is fatal. */
const pinoError = 50;

type Errors = Pick<ErrorTally, 'error'>;

export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #errors: Errors;
  readonly #ended: Promise<string>;
  #stopping = false;

  private constructor(
    child: ChildProcess,
    ended: Promise<string>,
    listening: Listening,
    errors: Errors,
  ) {
    this.#child = child;
    this.#ended = ended;
    this.#errors = errors;
    this.url = listening.url;
    void ended.then((how) => {
      if (!this.#stopping) errors.error('server', `the server ended by itself: ${how}`);
    });
  }

  /** Starts it and waits until it listens. Throws `UsageError` with its own words if it cannot. */
  static async start(plan: SoakPlan, errors: Errors): Promise<ServerProcess> {
    const child = spawn(process.execPath, serverArguments(plan), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // It serves these bots alone, whatever servers this machine runs besides.
      env: { ...process.env, REDIS_URL: '', PUBLIC_ADDRESS: '' },
      // Its own process group: a Ctrl-C in the terminal is for the soak, which then stops it.
      detached: true,
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => {
        resolve(stderr.trim() || (signal ? `signal ${signal}` : `exit code ${code}`));
      });
    });
    const listening = firstListeningLine(child, errors);
    const timer = setTimeout(() => child.kill('SIGKILL'), startMsMax);
    const first = await Promise.race([listening, ended]);
    clearTimeout(timer);
    if (typeof first === 'string') throw startFailure(first);
    const server = new ServerProcess(child, ended, first, errors);
    if (first.games.includes(plan.room)) return server;
    await server.stop();
    const games = first.games.join(', ');
    throw new UsageError('OPTION_INVALID', `--room ${plan.room} is no game there: use ${games}`);
  }

  /** Asks it to drain; counts anything but a clean end. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), drainMsMax);
    await this.#ended;
    clearTimeout(timer);
    if (child.exitCode === 0) return;
    this.#errors.error('server', `the server did not drain: ${await this.#ended}`);
  }
}

function serverArguments(plan: SoakPlan): string[] {
  // From source, as published: this file's own ending says which main to start.
  const isSource = import.meta.url.endsWith('.ts');
  const main = new URL(isSource ? '../../cli/main.ts' : '../../cli/main.js', import.meta.url);
  const workers = plan.workers === undefined ? [] : ['--workers', String(plan.workers)];
  const checksums =
    plan.checksumEvery === 0 ? [] : ['--checksum-every', String(plan.checksumEvery)];
  return [
    ...(isSource ? ['--conditions=hypogeum-source'] : []),
    ...[fileURLToPath(main), 'serve', plan.roomsDir, '--stats', ...workers, ...checksums],
    ...['--host', '127.0.0.1', '--port', '0', '--log-level', 'info'],
  ];
}

function firstListeningLine(child: ChildProcess, errors: Errors): Promise<Listening> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (text) => {
      const entry = parseLine(text);
      const line = toListening(entry);
      if (line !== undefined) resolve(line);
      if (typeof entry?.level === 'number' && entry.level >= pinoError) {
        errors.error('server', `logged: ${String(entry.msg)}`);
      }
    });
  });
}

function parseLine(text: string): { level?: unknown; msg?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // A game's own console.log.
  }
}

function startFailure(said: string): UsageError {
  const text = said.replace(/^hypogeum: /, '');
  return new UsageError('OPTION_INVALID', `the server did not start: ${text}`);
}
