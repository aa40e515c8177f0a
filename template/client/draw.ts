/** Draws what is on the floor: sparks glimmer in the dark, lanterns throw light. */
import type { LanternSeen, LanternsState } from '../rooms/lanterns/state.ts';
import { disc, glow, lanternColor, paintFloor, ring } from './paint.ts';

const lightUnits = 170;
const sparkUnits = 14;

/** Where a lantern is to be shown now, between two patches. */
export type Place = (lantern: LanternSeen, axis: 'x' | 'y') => number;

export function draw({ lanterns, sparks }: LanternsState, ownId: string, place: Place): void {
  paintFloor(() => {
    lanterns?.forEach((lantern, id) => {
      const [x, y] = [place(lantern, 'x'), place(lantern, 'y')];
      glow(x, y, lightUnits, (alpha) => lanternColor(lantern.hue, alpha * 0.5));
      disc(x, y, 6, '#fff6dc');
      if (id === ownId) ring(x, y, 13, lanternColor(lantern.hue));
    });
    sparks?.forEach(({ x, y }, id) => {
      const flicker = 0.75 + 0.25 * Math.sin(performance.now() / 240 + Number(id) * 1.7);
      glow(x, y, sparkUnits, (alpha) => `rgb(255 180 80 / ${alpha * 0.5 * flicker})`);
      disc(x, y, 2.5, `rgb(255 226 168 / ${flicker})`);
    });
  });
}
