/**
 * What `ctx.rewind` shows, by type: the state's maps with the numbers and booleans of their
 * entities, read-only. Types only; rewind-view.ts is what is there.
 */
import type { MapSchema } from '@colyseus/schema';
import type { Handle } from '../state/handle-class.ts';
import type { EntityOf } from '../state/state-handle.ts';

/** Strings are not remembered. */
type Remembered<Instance, Name extends keyof EntityOf<Instance>> = Name extends keyof Handle
  ? never
  : EntityOf<Instance>[Name] extends string
    ? never
    : Name;

/** An entity as it was. */
export type PastOf<Instance> = {
  readonly [Name in keyof EntityOf<Instance> as Remembered<
    Instance,
    Name
  >]: EntityOf<Instance>[Name];
};

/** A map at a past time. */
export interface PastMap<Instance> {
  /**
   * An entity that is in the map now, as it was, by its key or its handle. Undefined for one that
   * is gone, and for one that clients have not been shown yet; one that came later than the time
   * asked for is where clients first saw it. Holds until it is asked for again.
   */
  get(keyOrEntity: string | EntityOf<Instance>): PastOf<Instance> | undefined;
}

/** The state's maps at a past time; the same object at every call, aimed anew. */
export type PastStateOf<State> = {
  readonly [Name in keyof State as State[Name] extends MapSchema
    ? Name
    : never]: State[Name] extends MapSchema<infer Instance> ? PastMap<Instance> : never;
} & {
  /** ms of the room's clock at which it looks, held within `maxMs`. */
  readonly time: number;
  /** As that, for the maps that clients reckon. */
  readonly reckonTime: number;
};
