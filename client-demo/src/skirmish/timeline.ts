// Where others were a moment ago: each entity's last places by the server's clock, drawn between
// two of them. The SDK's own `lerp` does the same at the same instant, but knows no world without
// edges. One table per kind of entity, keyed like the room's map; written by `patch`, moved by
// `advance`.
import type { Keyed, Pose } from './skirmish-state.ts';
import { between, distance, type Place, type World } from './torus.ts';

export interface Track<Entity extends Pose> extends Place {
  readonly key: string;
  entity: Entity;
  readonly bornMs: number; // by the page's clock
}

const samplesKept = 16; // a second of patches
const jumpUnits = 220; // farther than anything flies in one patch: a respawn, not a flight

interface Sample extends Place {
  atMs: number;
}

interface Followed<Entity extends Pose> extends Track<Entity> {
  readonly bornAtMs: number; // by the server's clock
  readonly samples: Sample[]; // a ring, its objects used again
  newest: number;
  count: number;
  mark: number; // the last patch that still had this entity
}

export class TrackTable<Entity extends Pose> {
  /** What the renderer draws. */
  readonly tracks = new Map<string, Track<Entity>>();
  readonly #followed = new Map<string, Followed<Entity>>();
  readonly #startsMoving: boolean;
  #mark = 0;

  /** `startsMoving`: it is shown only once its beginning is, or it would stand there until then. */
  constructor(startsMoving: boolean) {
    this.#startsMoving = startsMoving;
  }

  /** Takes over a patch that shows the server at `atMs` of its clock. */
  patch(entities: Keyed<Entity> | undefined, atMs: number, world: World, nowMs: number): void {
    this.#mark += 1;
    entities?.forEach((entity, key) => {
      const track = this.#followed.get(key) ?? this.#born(key, entity, atMs, nowMs);
      track.entity = entity;
      track.mark = this.#mark;
      remember(track, atMs, world);
    });
    for (const track of this.#followed.values()) {
      if (track.mark === this.#mark) continue;
      this.#followed.delete(track.key);
      this.tracks.delete(track.key);
    }
  }

  /** Moves all to where they were at `atMs` of the server's clock. */
  advance(atMs: number, world: World): void {
    for (const track of this.#followed.values()) {
      show(track, atMs, world);
      if (this.#startsMoving && atMs >= track.bornAtMs) this.tracks.set(track.key, track);
    }
  }

  clear(): void {
    this.#followed.clear();
    this.tracks.clear();
  }

  #born(key: string, entity: Entity, bornAtMs: number, nowMs: number): Followed<Entity> {
    const { x, y, heading } = entity;
    const ring = { samples: [], newest: -1, count: 0, mark: 0 };
    const track = { key, entity, x, y, heading, bornMs: nowMs, bornAtMs, ...ring };
    this.#followed.set(key, track);
    if (!this.#startsMoving) this.tracks.set(key, track);
    return track;
  }
}

function remember<Entity extends Pose>(track: Followed<Entity>, atMs: number, world: World): void {
  const { x, y, heading } = track.entity;
  const last = track.samples[track.newest];
  if (last !== undefined && last.atMs >= atMs) return;
  if (last !== undefined && distance(last, track.entity, world) > jumpUnits) track.count = 0;
  track.newest = (track.newest + 1) % samplesKept;
  const sample = track.samples[track.newest];
  if (sample === undefined) track.samples.push({ atMs, x, y, heading });
  else Object.assign(sample, { atMs, x, y, heading });
  track.count = Math.min(samplesKept, track.count + 1);
}

function show<Entity extends Pose>(track: Followed<Entity>, atMs: number, world: World): void {
  let later = track.samples[track.newest];
  if (later === undefined) return;
  for (let back = 1; back < track.count; back += 1) {
    const index = (track.newest - back + samplesKept) % samplesKept;
    const earlier = track.samples[index];
    if (earlier === undefined) break;
    if (earlier.atMs <= atMs) {
      // At the newest place it waits: what is not known yet is not invented.
      const share = Math.min(1, (atMs - earlier.atMs) / (later.atMs - earlier.atMs));
      between(track, earlier, later, share, world);
      return;
    }
    later = earlier;
  }
  track.x = later.x;
  track.y = later.y;
  track.heading = later.heading;
}
