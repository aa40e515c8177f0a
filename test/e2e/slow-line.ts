/**
 * A slow line to a server on this machine: a TCP proxy that holds back what passes through it, in
 * both directions, by a latency and a jitter from a seed. Order is kept, as TCP keeps it, so what
 * was held back longest holds back what follows.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface Slowness {
  /** Each way, ms. */
  readonly latencyMs: number;
  /** Up to so much more, per chunk. */
  readonly jitterMs: number;
  readonly seed: number;
}

export class SlowLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #slowness: Slowness;
  #seed: number;

  /** `url`: of a server on 127.0.0.1. */
  static async open(url: string, slowness: Slowness): Promise<SlowLine> {
    const line = new SlowLine(Number(new URL(url).port), slowness);
    await once(line.#server.listen(0, '127.0.0.1'), 'listening');
    return line;
  }

  private constructor(port: number, slowness: Slowness) {
    this.#slowness = slowness;
    this.#seed = slowness.seed;
    this.#server = createServer((near) => {
      const far = connect({ port, host: '127.0.0.1', noDelay: true });
      near.setNoDelay(true);
      this.#hold(near, far);
      this.#hold(far, near);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hold(from: Socket, to: Socket): void {
    const waiting: Buffer[] = [];
    let dueMs = 0;
    this.#sockets.add(from);
    from.on('data', (chunk: Buffer) => {
      waiting.push(chunk);
      const now = performance.now();
      dueMs = Math.max(dueMs, now + this.#delayMs());
      // Whichever timer comes first sends what came first.
      setTimeout(() => to.write(waiting.shift() as Buffer), dueMs - now);
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroySoon();
    });
  }

  /** xorshift32: the same delays in every run, in order of the chunks. */
  #delayMs(): number {
    let seed = this.#seed;
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    this.#seed = seed;
    const { latencyMs, jitterMs } = this.#slowness;
    return latencyMs + ((seed >>> 0) / 2 ** 32) * jitterMs;
  }
}
