// Own shots, shown at once: fired from the predicted ship by the room's own rules, flown on until
// the room's shot for them has ended. What they hit is the room's to say; here a shot only goes out
// where it meets somebody as drawn, which is where the room looks too. Owns the shots it made.
import { ship, shot } from '../../../rooms/skirmish/numbers.ts';
import type { Move, Shot } from './skirmish-state.ts';
import type { Track } from './timeline.ts';
import { between, type Place, type World, wrap } from './torus.ts';

interface OwnShot extends Track<Shot> {
  /** The key of the room's shot for it, once there is one. */
  confirmed: string | undefined;
  /** Not drawn any more, and kept only to be confirmed. */
  isOut: boolean;
  steps: number;
  readonly before: Place; // one step ago
  readonly now: Place;
}

/** Steps after which a shot that the room does not have is taken back: the line's slowest. */
const unconfirmedMax = 30;

export class OwnShots {
  /** What is to be drawn, with those that are out. */
  readonly shots: OwnShot[] = [];
  readonly #taken = new Set<string>(); // the room's shots that have one here
  #reload = 0;
  #fired = 0;

  clear(): void {
    this.shots.length = 0;
    this.#taken.clear();
    this.#reload = 0;
  }

  /** One step: all fly on. Returns whether `move` fires one more, as the room would see it. */
  step(move: Move, isAlive: boolean, stepSeconds: number, world: World): boolean {
    if (this.#reload > 0) this.#reload -= 1;
    for (const flying of this.shots) fly(flying, stepSeconds, world);
    this.#drop(({ confirmed, steps }) => confirmed === undefined && steps > unconfirmedMax);
    const fires = move.fire && isAlive && this.#reload === 0;
    if (fires) this.#reload = ship.reload;
    return fires;
  }

  /** A new one, from where the own ship is after the step. */
  fire(from: Readonly<Place>, hue: number, nowMs: number, stepSeconds: number, world: World): void {
    const { x, y, heading } = from;
    const place = { x, y, heading };
    const fired: OwnShot = {
      ...{ key: `own:${this.#fired++}`, entity: { ...place, hue }, ...place, bornMs: nowMs },
      ...{ confirmed: undefined, isOut: false, steps: 0, before: { ...place }, now: place },
    };
    fly(fired, stepSeconds, world); // as the room moves it in the step that fires it
    this.shots.push(fired);
  }

  /** Whether this shot of the room's has one here, and must not be drawn twice. */
  has(key: string): boolean {
    return this.#taken.has(key);
  }

  /** Takes over which of the room's shots are there: the keys of the own ones, oldest first. */
  confirm(keys: readonly string[]): void {
    for (const key of keys) {
      if (this.#taken.has(key)) continue;
      const waiting = this.shots.find(({ confirmed }) => confirmed === undefined);
      if (waiting === undefined) break;
      waiting.confirmed = key;
      this.#taken.add(key);
    }
    this.#drop(({ confirmed }) => confirmed !== undefined && !keys.includes(confirmed));
    for (const key of this.#taken) if (!keys.includes(key)) this.#taken.delete(key);
  }

  /** Places all for this frame; those for which `meets` says so go out. */
  advance(share: number, world: World, meets: (flying: Readonly<Track<Shot>>) => boolean): void {
    for (const flying of this.shots) {
      between(flying, flying.before, flying.now, share, world);
      if (!flying.isOut && flying.steps <= shot.life) flying.isOut = meets(flying);
      else flying.isOut = true;
    }
  }

  #drop(ends: (flying: OwnShot) => boolean): void {
    for (let index = this.shots.length - 1; index >= 0; index -= 1) {
      const flying = this.shots[index];
      if (flying && ends(flying)) this.shots.splice(index, 1);
    }
  }
}

function fly(flying: OwnShot, stepSeconds: number, world: World): void {
  const { before, now } = flying;
  const stride = shot.speed * stepSeconds;
  Object.assign(before, now);
  now.x = wrap(now.x + Math.cos(now.heading) * stride, world.width);
  now.y = wrap(now.y + Math.sin(now.heading) * stride, world.height);
  flying.steps += 1;
}
