/**
 * Redis servers for tests: each a process of its own on a free port of 127.0.0.1, which keeps
 * nothing on disk. Where redis-server is not installed, the tests that need it are skipped with
 * one line; where `CI` is set, that is a failure instead.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';

const places = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];

/** Undefined where this machine has no Redis. Throws instead where `CI` is set. */
export function findRedis(tests: string, env = process.env): string | undefined {
  const asked = env.REDIS_SERVER_PATH;
  const tried = asked ? [asked] : places;
  const found = tried.find(isExecutable);
  if (found !== undefined) return found;
  const words = `no redis-server at ${tried.join(', ')}: install it, or set REDIS_SERVER_PATH`;
  if (asked || env.CI) throw new Error(words);
  process.stderr.write(`${tests} is skipped: ${words}\n`);
  return undefined;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export class RedisServer {
  readonly port: number;
  readonly #executable: string;
  #child: ChildProcess;

  private constructor(executable: string, port: number, child: ChildProcess) {
    this.#executable = executable;
    this.port = port;
    this.#child = child;
  }

  static async start(executable: string): Promise<RedisServer> {
    const port = await freePort();
    return new RedisServer(executable, port, await launch(executable, port));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends it at once; what it held is lost. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'close');
  }

  /** Empty, on the same port. */
  async startAgain(): Promise<void> {
    this.#child = await launch(this.#executable, this.port);
  }
}

async function launch(executable: string, port: number): Promise<ChildProcess> {
  const listen = ['--bind', '127.0.0.1', '--port', `${port}`];
  const keepNothing = ['--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const child = spawn(executable, [...listen, ...keepNothing], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!said.includes('Ready to accept connections')) {
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${said}`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  }
  return child;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
