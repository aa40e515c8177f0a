/** A client of games/crowd.ts that adds up what it decoded. */
import { create, join, type Player } from './player.ts';

export interface CrowdState {
  readonly tick: number;
  readonly sum: number;
  readonly guests: number;
  readonly things: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

export const openCrowd = (url: string, size: number): Promise<Player<CrowdState>> =>
  create(url, 'crowd', { size });

export const joinCrowd = (url: string, roomId: string): Promise<Player<CrowdState>> =>
  join(url, roomId);

/** Whether the client has what the room had when it stepped last. */
export function addsUp({ sum, things }: CrowdState): boolean {
  let own = 0;
  things.forEach(({ x, y }) => {
    own += x * 3 + y;
  });
  return own === sum;
}
