/** A reader of the engine view's stream over real HTTP, as its page is one, and its buttons. */
import type {
  Control,
  Frame,
  Hello,
  Rooms,
  Second,
} from '../../src/main-thread/engine-view/frames.ts';
import { patienceMs } from './harness.ts';

/** One visit of a frame. */
export interface Visit {
  readonly worker: number;
  readonly room: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly latenessUs: number;
  readonly from: number;
}

export class EngineWatcher {
  readonly #abort: AbortController;
  readonly hellos: Hello[] = [];
  readonly frames: Frame[] = [];
  readonly seconds: Second[] = [];
  readonly rooms: Rooms[] = [];
  #changed = Promise.withResolvers<void>();
  #ended = false;

  private constructor(abort: AbortController, body: ReadableStream<Uint8Array>) {
    this.#abort = abort;
    void this.#read(body);
  }

  /** Throws the refusal's words. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<EngineWatcher> {
    const abort = new AbortController();
    const response = await fetch(`${url}/engine/stream`, { headers, signal: abort.signal });
    if (response.status !== 200 || response.body === null) {
      const { error } = (await response.json()) as { error: string };
      throw new Error(`${response.status}: ${error}`);
    }
    const watcher = new EngineWatcher(abort, response.body);
    await watcher.until(() => watcher.hellos.length === 1);
    return watcher;
  }

  close(): void {
    this.#abort.abort();
  }

  /** The server has ended the stream. */
  get isEnded(): boolean {
    return this.#ended;
  }

  async until(condition: () => boolean, limitMs = patienceMs): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (!condition()) {
      if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms: ${condition}`);
      const timer = setTimeout(() => this.#changed.resolve(), limitMs);
      await this.#changed.promise;
      clearTimeout(timer);
    }
  }

  /** So many more frames. */
  async pass(frames: number): Promise<void> {
    const target = this.frames.length + frames;
    await this.until(() => this.frames.length >= target);
  }

  /** Of the frames from `first` on. */
  visits(first = 0): Visit[] {
    return this.frames.slice(first).flatMap((frame) =>
      frame.lanes.flatMap(({ worker, visits }) =>
        Array.from({ length: visits.length / 5 }, (_, at) => {
          const [room, startUs, durationUs, latenessUs, from] = visits.slice(at * 5) as Tuple;
          return { worker, room, startUs, durationUs, latenessUs, from };
        }),
      ),
    );
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const events = text.split('\n\n');
        text = events.pop() as string;
        for (const event of events) this.#take(event);
        this.#wake();
      }
    } catch {
      // Closed from here.
    }
    this.#ended = true;
    this.#wake();
  }

  #take(event: string): void {
    const [, name, json] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    const data: unknown = JSON.parse(json ?? '');
    const lists: Record<string, unknown[]> = {
      hello: this.hellos,
      frame: this.frames,
      second: this.seconds,
      rooms: this.rooms,
    };
    lists[name ?? '']?.push(data);
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}

type Tuple = [number, number, number, number, number];

/** [status, answer] */
export async function press(
  url: string,
  control: Control,
  headers: Record<string, string> = {},
): Promise<[number, unknown]> {
  const response = await fetch(`${url}/engine/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(control),
  });
  return [response.status, await response.json()];
}
