// The page's WebSocket: the browser's own, through a line that may be slowed down, both ways and in
// order. Puts itself in the global's place when it is loaded, so it must be loaded before the SDK.
// Owns the line's settings and what is on its way.
import { isOff, LineModel, type LineSettings, lineOff } from './line-model.ts';
import { countIn, countOut } from './traffic.ts';

const open = new Set<LineSocket>();
let settings: LineSettings = lineOff;

/** What the line does now, and to sockets that are opened later. */
export function setLine(wanted: LineSettings): void {
  settings = wanted;
  for (const socket of open) socket.settle();
}

export function lineSettings(): LineSettings {
  return settings;
}

type Payload = string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>;

/** One direction: what is on its way, delivered in the order in which it was sent. */
class Lane {
  readonly model = new LineModel();
  readonly #waiting: (() => void)[] = [];

  get isFree(): boolean {
    return this.#waiting.length === 0 && isOff(this.model.settings);
  }

  carry(deliver: () => void): void {
    this.#waiting.push(deliver);
    const nowMs = performance.now();
    // Each timer delivers what has waited longest: timers of like times may swap, pieces never.
    setTimeout(() => this.#waiting.shift()?.(), this.model.arrivalMs(nowMs) - nowMs);
  }
}

class LineSocket extends WebSocket {
  readonly #up = new Lane();
  readonly #down = new Lane();
  #delivering = false; // the event that is dispatched is one that has waited
  #isClosed = false; // the page has closed it, and wants no more messages

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.settle();
    open.add(this);
    // The first listeners, so that they can hold an event back from all others.
    this.addEventListener('message', (event) => this.#arrive(event));
    this.addEventListener('close', (event) => this.#arrive(event));
  }

  override send(data: Payload): void {
    if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) countOut(data.byteLength);
    if (this.#up.isFree) {
      super.send(data as Parameters<WebSocket['send']>[0]);
      return;
    }
    // A copy: the sender uses its buffer again.
    const kept = ArrayBuffer.isView(data) ? copyOf(data) : data;
    this.#up.carry(() => {
      if (this.readyState === WebSocket.OPEN) super.send(kept as ArrayBuffer);
    });
  }

  override close(code?: number, reason?: string): void {
    this.#isClosed = true;
    super.close(code, reason);
  }

  settle(): void {
    this.#up.model.settings = settings;
    this.#down.model.settings = settings;
  }

  #arrive(event: MessageEvent | CloseEvent): void {
    if (this.#delivering) return;
    if (event instanceof MessageEvent) countIn(event.data);
    else open.delete(this);
    if (this.#down.isFree) return;
    event.stopImmediatePropagation();
    this.#down.carry(() => {
      if (this.#isClosed && event instanceof MessageEvent) return;
      this.#delivering = true;
      this.dispatchEvent(again(event));
      this.#delivering = false;
    });
  }
}

function copyOf(data: ArrayBufferView<ArrayBufferLike>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}

/** An event that was dispatched cannot be dispatched again. */
function again(event: MessageEvent | CloseEvent): Event {
  if (event instanceof MessageEvent) {
    const { data, origin } = event;
    return new MessageEvent('message', { data, origin });
  }
  const { code, reason, wasClean } = event;
  return new CloseEvent('close', { code, reason, wasClean });
}

globalThis.WebSocket = LineSocket as typeof WebSocket;
