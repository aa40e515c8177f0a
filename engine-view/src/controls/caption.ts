/** The one sentence that says what to look for, given what is going on. Thread-neutral. */

export interface Situation {
  readonly rooms: number;
  readonly stealing: boolean;
  readonly controls: boolean;
  readonly workers: number;
  /** Undefined where no room was made heavy. */
  readonly heavy: Heavy | undefined;
}

export interface Heavy {
  /** The worker where the heaviest ran last. */
  readonly worker: number;
  /** Other rooms that ran there last and may be stolen. */
  readonly neighbours: number;
}

export function captionOf({ rooms, heavy, stealing, controls, workers }: Situation): string {
  const then = (words: string) => (controls ? ` ${words}` : '');
  if (rooms === 0) {
    return controls
      ? 'No room is open. Add bots: each mark in a lane is then one tick of a room.'
      : 'No room is open. Once someone plays, each mark in a lane is one tick of a room.';
  }
  if (workers < 2) return 'One worker has nobody to steal from: start the server with two or more.';
  if (heavy === undefined) {
    return stealing
      ? `Each mark is one tick of a room; what hangs under it is how late it began.${then(
          'Pause stealing, then make a room heavy.',
        )}`
      : `Stealing is paused: each room stays with its worker.${then(
          'Make a room heavy: its neighbours turn late.',
        )}`;
  }
  if (stealing) {
    return `Rooms that would wait behind the wide bars move to another lane (curves).${then(
      'Pause stealing to see them wait.',
    )}`;
  }
  const place = `worker ${heavy.worker}`;
  if (heavy.neighbours === 0) {
    return `Stealing is paused, and the heavy room is alone on ${place}.${then(
      'Make another room heavy: its neighbours turn late.',
    )}`;
  }
  const who = heavy.neighbours === 1 ? '1 room shares' : `${heavy.neighbours} rooms share`;
  const wait = `${who} ${place} with the heavy one; due during its bars, they wait (red)`;
  return `Stealing is paused: ${wait}.${then('Resume, and another worker takes over.')}`;
}
