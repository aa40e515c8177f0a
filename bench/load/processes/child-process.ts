/**
 * A process that a benchmark starts, asks and stops: a server or a crowd of clients. Runs in the
 * benchmark's process; owns the child.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Answer, Envelope } from './protocol.ts';

/** An answer takes as long as 5,000 clients need to join. */
const answerMsMax = 120_000;
/** A process that does not go in this time is killed. */
const stopMsMax = 5_000;

type Files = 'hypogeum-server.ts' | 'stock-server.ts' | 'clients-process.ts';

export class Child<Request> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  /** Resolves with the child and its greeting. `priority`: higher gives way, as `nice` has it. */
  static async start<Request, Greeting>(
    file: Files,
    config: object,
    priority = 0,
  ): Promise<{ child: Child<Request>; greeting: Greeting }> {
    const child = new Child<Request>(file, config, priority);
    const greeting = (await child.#wait(0)) as Greeting;
    return { child, greeting };
  }

  private constructor(file: Files, config: object, priority: number) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    this.#process = fork(path, [JSON.stringify(config)], {
      // What it prints goes to stderr: stdout holds the table alone.
      stdio: ['ignore', 2, 'inherit', 'ipc'],
      serialization: 'advanced',
      // No argument of the benchmark's own child process is meant for this one.
      execArgv: process.execArgv,
    });
    setPriority(this.#process.pid!, priority);
    this.#process.on('message', ({ id, content }: Envelope<Answer>) => this.#settle(id, content));
    this.#process.once('exit', (code, signal) => {
      const error = new Error(`${file} ended with ${signal ?? code}`);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  async ask(request: Request): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = this.#wait(id);
    this.#process.send({ id, content: request } satisfies Envelope<Request>);
    return answer;
  }

  /** Resolves when it is gone. It goes when its parent lets go of it, and writes its profile. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.once('exit', () => resolve());
    this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), stopMsMax);
    await promise;
    clearTimeout(timer);
  }

  #wait(id: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    const timer = setTimeout(() => waiting.reject(new Error('no answer')), answerMsMax);
    return waiting.promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
    });
  }

  #settle(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }
}
