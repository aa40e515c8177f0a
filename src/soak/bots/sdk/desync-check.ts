/**
 * Compares what one bot has decoded with the sums that the server sends; where they differ, asks
 * for the server's state and tells both. On a bot thread; its bot owns it, one per room joined.
 */
import type { Decoder, Schema } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';
import type { BotParts } from '../bot.ts';
import { within } from '../within.ts';
import { decodedChecksum } from './decoded-checksum.ts';
import { differencesOf } from './state-difference.ts';

/** A server that has no state to show, or has ended, must not keep a desync from being told. */
const stateMsMax = 5_000;

/** The two that differed, and when. */
interface Mismatch {
  readonly tick: number;
  readonly checksum: number;
  readonly own: number;
}

export class DesyncCheck {
  readonly #parts: BotParts;
  readonly #room: Room<unknown, Schema>;
  #mismatch: Mismatch | undefined;
  readonly #told = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: BotParts, room: Room<unknown, Schema>) {
    this.#parts = parts;
    this.#room = room;
    room.onMessage('hypogeum:checksum', (payload: unknown) => this.#compare(payload));
    room.onMessage('hypogeum:state', (payload: unknown) => this.#onState(payload));
  }

  /** Before the bot goes: waits for a state that was asked for, and tells without it after `ms`. */
  async settle(ms: number): Promise<void> {
    if (this.#timer === undefined) return;
    if (ms > 0) await within(this.#told.promise, ms).catch(() => {});
    if (this.#timer !== undefined) this.#tell(null, null, 'the bot left before the server said');
  }

  /** `[tick, checksum]`, right behind the patch that it is of. A bot tells one desync only. */
  #compare(payload: unknown): void {
    if (this.#mismatch !== undefined) return;
    const [tick, checksum] = payload as readonly [number, number];
    const own = decodedChecksum(this.#room.state);
    this.#parts.measure.checked();
    if (own === checksum) return;
    this.#mismatch = { tick, checksum, own };
    this.#timer = setTimeout(() => this.#tell(null, null, 'the server did not say'), stateMsMax);
    this.#room.send('hypogeum:state');
  }

  /** `{ tick, state }`, right behind that tick's patch: what this bot has now is of that tick. */
  #onState(payload: unknown): void {
    if (this.#mismatch === undefined || this.#timer === undefined) return;
    const { tick, state } = payload as { tick: number; state: Uint8Array };
    let server: unknown;
    try {
      server = decodeAfresh(this.#room, state);
    } catch (thrown) {
      this.#tell(tick, null, `the server's state cannot be decoded: ${String(thrown)}`);
      return;
    }
    const lines = differencesOf(this.#room.state.toJSON(), server);
    const passed = `none at tick ${tick}: it was gone before the state came, or only sums differ`;
    this.#tell(tick, server, lines.length > 0 ? lines.join('\n') : passed);
  }

  #tell(serverTick: number | null, serverState: unknown, difference: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told.resolve();
    if (this.#mismatch === undefined) return;
    const { seed, index } = this.#parts;
    this.#parts.measure.desync({
      ...{ seed, roomId: this.#room.roomId, bot: index, ...this.#mismatch },
      ...{ ownState: this.#room.state.toJSON(), serverTick, serverState, difference },
    });
  }
}

/** By the classes of the room's own handshake, on a root that nothing was decoded onto before. */
function decodeAfresh(room: Room<unknown, Schema>, bytes: Uint8Array): unknown {
  const { decoder } = room.serializer;
  const root = new (decoder.state.constructor as new () => Schema)();
  const fresh = new (decoder.constructor as typeof Decoder)(root, decoder.context);
  fresh.decode(Buffer.from(bytes));
  return root.toJSON();
}
