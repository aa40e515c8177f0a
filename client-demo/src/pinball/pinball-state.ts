// The shape of a pinball room as this page reads it. The stock SDK builds the real classes from
// the server's handshake, so these are types only: nothing here exists when the page runs.

/** The part of a schema map that the page uses. */
export interface Keyed<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  forEach(visit: (value: Value, key: string) => void): void;
}

/** Table units, y upwards. A player has one ball, under the key of its session. */
export interface Ball {
  readonly x: number;
  readonly y: number;
  readonly angle: number; // radians
  readonly score: number;
  readonly lost: number; // times it went down the drain
  readonly name: string;
  readonly hue: number; // 0 … 255, a full circle
}

export interface Bumper {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly hits: number;
}

/** Fields are missing until the room's first full state has been decoded. */
export interface PinballState {
  /** The flippers' angles: radians above level. */
  readonly left?: number;
  readonly right?: number;
  readonly balls?: Keyed<Ball>;
  readonly bumpers?: Keyed<Bumper>;
}

/** One input: the keys that a player holds. */
export interface Keys {
  left: boolean;
  right: boolean;
}
