/**
 * What a swarm does with a bot, and what a bot tells. Thread-neutral; owns nothing.
 */

/** What a swarm does with a bot, whatever it speaks. */
export interface Bot {
  /** Resolves with the room's id; rejects where the server refuses or does not answer. */
  join(destination: Destination, options: Readonly<Record<string, unknown>>): Promise<string>;
  /** Sends one input if it is due. Cheap to call often. */
  sendDue(nowMs: number): void;
  /** Leaves with consent. */
  leave(): Promise<void>;
  /**
   * Cuts the socket without a word, and comes back: by the seat's token where the room held it,
   * else by joining anew.
   */
  cut(): void;
  /** Stops reading its socket for so long, then goes on. */
  pause(ms: number): void;
  readonly isIn: boolean;
}

/** Which room a bot goes to: one it creates, or one that is there. */
export type Destination = { readonly create: string } | { readonly joinById: string };

/** What a raw bot reports. */
export interface BotMeasure {
  joined(tookMs: number): void;
  /** An input was due `tookMs` before the patch that says it was consumed. */
  acked(tookMs: number): void;
  /** A patch or a full state, of so many bytes, which `bytes` counts too. */
  patch(bytes: number): void;
  /** Time between two patches of a bot, and what the room promises. */
  patchInterval(ms: number, expectedMs: number): void;
  /** Payload bytes of any frame. */
  bytes(count: number): void;
  input(): void;
  error(kind: 'close' | 'decode' | 'room' | 'input' | 'leave', text: string): void;
  drop(): void;
  reconnected(tookMs: number): void;
}
