// Smooth motion between patches. A track glides from where it was last drawn to where the newest
// patch puts it, over one patch interval: continuous even when a patch is early or late. One table
// per kind of entity, keyed like the room's map; written by `patch`, moved by `advance`.
import type { Keyed, Pose } from './skirmish-state.ts';
import { shortest, type World, wrap } from './torus.ts';

export interface Track<Entity extends Pose> {
  readonly key: string;
  entity: Entity;
  x: number; // where to draw it now
  y: number;
  heading: number;
  bornMs: number;
  fromX: number;
  fromY: number;
  fromHeading: number;
  deltaX: number; // from `from` to the newest patch, the short way round
  deltaY: number;
  deltaHeading: number;
  mark: number; // the last patch that still had this entity
}

const jumpUnits = 220; // farther than anything flies in one patch: a respawn, not a flight
const overshoot = 1.25; // go on past a late patch by this share of an interval, then wait

export class TrackTable<Entity extends Pose> {
  readonly tracks = new Map<string, Track<Entity>>();
  #mark = 0;

  patch(entities: Keyed<Entity> | undefined, clock: PatchClock, world: World): void {
    this.#mark += 1;
    entities?.forEach((entity, key) => {
      const track = this.tracks.get(key) ?? this.#born(key, entity, clock);
      aim(track, entity, world);
      track.mark = this.#mark;
    });
    for (const track of this.tracks.values()) {
      if (track.mark !== this.#mark) this.tracks.delete(track.key);
    }
  }

  advance(share: number, world: World): void {
    for (const track of this.tracks.values()) {
      track.x = wrap(track.fromX + track.deltaX * share, world.width);
      track.y = wrap(track.fromY + track.deltaY * share, world.height);
      track.heading = track.fromHeading + track.deltaHeading * share;
    }
  }

  clear(): void {
    this.tracks.clear();
  }

  #born(key: string, entity: Entity, clock: PatchClock): Track<Entity> {
    const { x, y, heading } = entity;
    const from = { fromX: x, fromY: y, fromHeading: heading };
    const delta = { deltaX: 0, deltaY: 0, deltaHeading: 0 };
    const bornMs = clock.patchedMs;
    const track = { key, entity, x, y, heading, bornMs, ...from, ...delta, mark: 0 };
    this.tracks.set(key, track);
    return track;
  }
}

/** When the last patch came and how far apart patches are. */
export class PatchClock {
  patchedMs = 0;
  intervalMs: number;
  readonly #advertisedMs: number;

  constructor(advertisedMs: number) {
    this.#advertisedMs = advertisedMs;
    this.intervalMs = advertisedMs;
  }

  patched(nowMs: number): void {
    const gapMs = clamp(nowMs - this.patchedMs, this.#advertisedMs / 2, this.#advertisedMs * 2);
    this.intervalMs += (gapMs - this.intervalMs) * 0.1;
    this.patchedMs = nowMs;
  }

  /** How far drawing has come from the last patch's start to its end: 0 … `overshoot`. */
  share(nowMs: number): number {
    return clamp((nowMs - this.patchedMs) / this.intervalMs, 0, overshoot);
  }
}

function aim<Entity extends Pose>(track: Track<Entity>, entity: Entity, world: World): void {
  track.entity = entity;
  track.deltaX = shortest(track.x, entity.x, world.width);
  track.deltaY = shortest(track.y, entity.y, world.height);
  track.deltaHeading = shortest(track.heading, entity.heading, Math.PI * 2);
  track.fromX = track.x;
  track.fromY = track.y;
  track.fromHeading = track.heading;
  if (Math.abs(track.deltaX) + Math.abs(track.deltaY) < jumpUnits) return;
  track.fromX = entity.x;
  track.fromY = entity.y;
  track.deltaX = 0;
  track.deltaY = 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
