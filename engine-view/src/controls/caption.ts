/** The one sentence that says what to look for, given what is going on. Thread-neutral. */

export interface Situation {
  readonly rooms: number;
  readonly heavyRooms: number;
  readonly stealing: boolean;
  readonly controls: boolean;
  readonly workers: number;
}

export function captionOf({ rooms, heavyRooms, stealing, controls, workers }: Situation): string {
  if (rooms === 0) {
    return controls
      ? 'No room is open. Add bots: each mark in a lane is then one tick of a room.'
      : 'No room is open. Once someone plays, each mark in a lane is one tick of a room.';
  }
  if (workers < 2) return 'One worker has nobody to steal from: start the server with two or more.';
  if (heavyRooms === 0) {
    const next = controls ? ' Make a room heavy to see what happens to its neighbours.' : '';
    return `Each mark is one tick of a room; what hangs under it is how late it began.${next}`;
  }
  if (stealing) {
    const next = controls ? ' Pause stealing, and they turn late.' : '';
    return `Rooms behind the heavy one’s wide bars move to another lane (curves).${next}`;
  }
  const next = controls ? ' Resume, and they move to another lane.' : '';
  return `Stealing is paused: whoever waits behind a wide bar is late (red).${next}`;
}
