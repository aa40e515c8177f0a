/**
 * Server-sent events out of bytes that arrive cut anywhere: inside a character, a line, between
 * the two bytes of a line's end. Follows the standard's parsing of event streams, without `id` and
 * `retry`, which this page has no use for. Thread-neutral; owns what has not come to its end.
 */

/** An event that grows beyond this is no engine's: 600 visits are some 20 kB. */
const charactersMax = 4 * 1024 * 1024;

const lineEnd = /\r\n|\n|\r/g;

export class SseParser {
  readonly #decoder = new TextDecoder();
  readonly #onEvent: (name: string, data: string) => void;
  #rest = '';
  #name = '';
  #data: string[] = [];
  #dataCharacters = 0;

  /** `onEvent` gets each event's name, 'message' where it has none, and its data. */
  constructor(onEvent: (name: string, data: string) => void) {
    this.#onEvent = onEvent;
  }

  /** Calls `onEvent` for each event that ends in these bytes. Throws if one does not end. */
  push(bytes: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    let from = 0;
    lineEnd.lastIndex = 0;
    for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
      // A \r that is last may be half a line's end: the next bytes tell.
      if (end[0] === '\r' && end.index === text.length - 1) break;
      this.#takeLine(text.slice(from, end.index));
      from = lineEnd.lastIndex;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length + this.#dataCharacters > charactersMax) {
      throw new Error('an event of the stream does not end');
    }
  }

  #takeLine(line: string): void {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment, which keeps the connection open
    const field = colon === -1 ? line : line.slice(0, colon);
    const valueAt = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
    const value = colon === -1 ? '' : line.slice(valueAt);
    if (field === 'event') this.#name = value;
    if (field !== 'data') return;
    this.#data.push(value);
    this.#dataCharacters += value.length + 1;
  }

  #dispatch(): void {
    const name = this.#name === '' ? 'message' : this.#name;
    const data = this.#data;
    this.#name = '';
    this.#data = [];
    this.#dataCharacters = 0;
    if (data.length > 0) this.#onEvent(name, data.join('\n'));
  }
}
