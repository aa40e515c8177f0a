// Who leads. Pure.
import type { Ball, PinballState } from './pinball-state.ts';

export interface Standing {
  readonly key: string;
  readonly ball: Ball;
}

/** The best first; equals in the order of their keys, which does not change. */
export function standingsOf(state: PinballState): Standing[] {
  const standings: Standing[] = [];
  state.balls?.forEach((ball, key) => standings.push({ key, ball }));
  return standings.sort((a, b) => b.ball.score - a.ball.score || (a.key < b.key ? -1 : 1));
}
