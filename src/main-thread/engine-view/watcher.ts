/**
 * One open stream of server-sent events. Main thread; owns its response. What a watcher does not
 * read in time it does not get: nothing is kept for it but what its socket holds.
 */
import type { ServerResponse } from 'node:http';

/** A socket that holds more than this gets nothing more until it has drained. */
const backlogBytesMax = 128 * 1024;
/** One that has held as much for so long is gone, or might as well be. */
const stalledMsMax = 30_000;
const keepAliveMs = 30_000;
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

export class Watcher {
  readonly #response: ServerResponse;
  #missed = 0;
  #stalledSinceMs: number | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.socket?.setKeepAlive(true, keepAliveMs);
    response.writeHead(200, headers);
  }

  /** Frames that it missed since the last one that it got. */
  get missed(): number {
    return this.#missed;
  }

  /** Without effect on one that lags behind. */
  send(event: Buffer | string): void {
    if (!this.#lags) this.#response.write(event);
  }

  /** A frame; one that lags behind misses it. `nowMs` of any one clock. */
  sendFrame(event: Buffer | string, nowMs: number): void {
    if (!this.#lags) {
      this.#missed = 0;
      this.#stalledSinceMs = undefined;
      this.#response.write(event);
      return;
    }
    this.#missed++;
    this.#stalledSinceMs ??= nowMs;
    if (nowMs - this.#stalledSinceMs > stalledMsMax) this.#response.destroy();
  }

  end(): void {
    this.#response.end();
  }

  get #lags(): boolean {
    return this.#response.writableLength > backlogBytesMax;
  }
}

/** As server-sent events go: JSON has no line ends. */
export function eventText(name: string, json: string): string {
  return `event: ${name}\ndata: ${json}\n\n`;
}
