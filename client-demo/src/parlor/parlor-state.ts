// The shape of a parlor as this page reads it. The stock SDK builds the real classes from the
// server's handshake, so these are types only: nothing here exists when the page runs.

/** What is said at the table. */
export interface Line {
  readonly from: string;
  readonly text: string;
}

export interface Person {
  readonly name: string;
  readonly disc: number; // what it plays; none: it watches
  readonly wins: number;
  readonly isHere: boolean; // not while its connection is gone
  readonly wantsRematch: boolean;
}

export interface Result {
  readonly winner: number; // none: a draw
  readonly by: string; // discs, time, leaving
}

/** Fields are missing until the room's first full state has been decoded. */
export interface ParlorState {
  readonly phase?: string; // waiting, playing, over
  readonly board?: Iterable<number>;
  readonly turn?: number;
  readonly secondsLeft?: number;
  readonly turnSeconds?: number;
  readonly result?: Result;
  readonly players?: ReadonlyMap<string, Person>;
  readonly chat?: Iterable<Line>;
}

/** The answer to a move. */
export interface Moved {
  readonly flips: readonly number[];
  readonly turn: number;
}
