/**
 * The threads that bots run on, as the soak's own thread sees them: starts them, asks them, ends
 * them. A thread that dies is one error of the run; what it had reported until then stays.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { errorText } from '../../error-text.ts';
import type { ErrorTally } from '../../measure/error-tally.ts';
import type { SoakPlan } from '../../options.ts';
import type { Destination } from '../bot.ts';
import type {
  BotThreadStart,
  CommandName,
  Commands,
  Reply,
  ThreadTaken,
} from './thread-messages.ts';

/** A thread of its own costs some 30 MB and its start: fewer bots than this are not worth one. */
const botsPerThreadMin = 50;
/** A thread that answers later is as good as dead. */
const answerMsMax = 60_000;

const entry = new URL(
  import.meta.url.endsWith('.ts') ? 'bot-thread.ts' : 'bot-thread.js',
  import.meta.url,
);

/** All cores but one, which the server and the soak's own thread share; one thread per 50 bots. */
export function threadsDefault(bots: number): number {
  const cores = Math.max(1, availableParallelism() - 1);
  return Math.min(cores, Math.ceil(bots / botsPerThreadMin));
}

export class BotThreads {
  readonly #threads: readonly BotThread[];

  private constructor(threads: readonly BotThread[]) {
    this.#threads = threads;
  }

  /** Resolves when all have loaded what they need; one that cannot is told of as dead. */
  static async start(
    plan: SoakPlan,
    url: string,
    errors: Pick<ErrorTally, 'error'>,
  ): Promise<BotThreads> {
    const { kind, seed, options, rooms, bots, trouble, scenario, threads } = plan;
    const started = Array.from({ length: threads }, (_, thread) => {
      const data = { url, kind, seed, options, rooms, bots, trouble, scenario, thread, threads };
      return new BotThread(data, errors);
    });
    await Promise.all(started.map((thread) => thread.ready));
    return new BotThreads(started);
  }

  /** Rejects where the server refuses, or the bot's thread is dead: then with `ThreadDead`. */
  join(bot: number, destination: Destination): Promise<string> {
    const thread = this.#threads[bot % this.#threads.length];
    if (thread === undefined) throw new Error('there are no threads');
    return thread.ask('join', { bot, destination });
  }

  /** Those of the threads that live. */
  async take(): Promise<{ thread: number; taken: ThreadTaken }[]> {
    const taken = await this.#askAll('take');
    return taken.flatMap((one, thread) => (one === undefined ? [] : [{ thread, taken: one }]));
  }

  async tell(name: 'open' | 'storm' | 'calm' | 'leave'): Promise<void> {
    await this.#askAll(name);
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #askAll<Name extends Exclude<CommandName, 'join'>>(
    name: Name,
  ): Promise<(Commands[Name]['answer'] | undefined)[]> {
    const asked = this.#threads.map((thread) => thread.ask(name, {}).catch(() => undefined));
    return Promise.all(asked);
  }
}

/** Already counted as an error, once. */
export class ThreadDead extends Error {}

type Question = PromiseWithResolvers<Commands[CommandName]['answer']>;

class BotThread {
  /** Resolves also where it dies instead. */
  readonly ready: Promise<unknown>;
  readonly #worker: Worker;
  readonly #errors: Pick<ErrorTally, 'error'>;
  readonly #name: string;
  readonly #questions = new Map<number, Question>();
  #lastId = 0;
  #death: ThreadDead | undefined;
  #isEnding = false;

  constructor(data: BotThreadStart, errors: Pick<ErrorTally, 'error'>) {
    this.#errors = errors;
    this.#name = `bot thread ${data.thread}`;
    const ready: Question = Promise.withResolvers();
    this.#questions.set(0, ready);
    this.ready = ready.promise.catch(() => {});
    this.#worker = new Worker(entry, { name: `hypogeum-bots-${data.thread}`, workerData: data });
    this.#worker.on('message', (reply: Reply) => this.#onReply(reply));
    this.#worker.on('error', (thrown) => this.#die(errorText(thrown)));
    this.#worker.on('exit', (code) => this.#die(`exit code ${code}`));
  }

  async ask<Name extends CommandName>(
    name: Name,
    asks: Commands[Name]['asks'],
  ): Promise<Commands[Name]['answer']> {
    if (this.#death !== undefined) throw this.#death;
    const id = ++this.#lastId;
    const question: Question = Promise.withResolvers();
    this.#questions.set(id, question);
    this.#worker.postMessage({ id, name, ...asks });
    const timer = setTimeout(() => this.#giveUp(name), answerMsMax);
    try {
      return (await question.promise) as Commands[Name]['answer'];
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }

  #giveUp(name: CommandName): void {
    this.#die(`no answer to "${name}" in ${answerMsMax / 1e3} s`);
    void this.end();
  }

  #onReply(reply: Reply): void {
    const question = this.#questions.get(reply.id);
    this.#questions.delete(reply.id);
    if ('refusal' in reply) question?.reject(new Error(reply.refusal));
    else question?.resolve(reply.answer);
  }

  #die(how: string): void {
    if (this.#death !== undefined || this.#isEnding) return;
    this.#death = new ThreadDead(`${this.#name} died: ${how}`);
    this.#errors.error('thread', this.#death.message);
    for (const question of this.#questions.values()) question.reject(this.#death);
    this.#questions.clear();
  }
}
