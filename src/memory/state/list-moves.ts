/**
 * Moves within an array, made of swaps: what clients hear of is then the same few operations,
 * whoever moved. The holder of the lease calls these.
 */
import type { RoomRandom } from '../time/room-random.ts';

interface Swappable {
  readonly length: number;
  swap(a: number, b: number): void;
}

/** The element at `from` comes to stand at `to`; those between move up by one. */
export function moveElement(list: Swappable, from: number, to: number): void {
  // Says which of the two there is not, before anything has moved.
  list.swap(from, from);
  list.swap(to, to);
  const step = Math.sign(to - from);
  for (let at = from; at !== to; at += step) list.swap(at, at + step);
}

/** Every order is as likely as the others. */
export function shuffle(list: Swappable, random: Pick<RoomRandom, 'int'>): void {
  for (let last = list.length - 1; last > 0; last--) list.swap(last, random.int(0, last));
}
