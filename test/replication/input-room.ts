/**
 * A room that takes random inputs, and the same inputs as @colyseus/schema's own decoder reads them
 * into an instance. Test code.
 */
import '../../src/schema/server-only.ts';
import { type Schema, schema, t } from '@colyseus/schema';
import type { Slot } from '../../src/base/integers.ts';
import type { InputQueues } from '../../src/memory/input-queues.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import { InputDecoder, type InputRules } from '../../src/replication/input-decoder.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import type { FieldsPlan } from '../../src/schema/state-plan.ts';
import { asSent, builderOf, defaultOf, type FieldShape, type Value } from './field-shape.ts';

const clients = 3;
/** The slot in the middle: both its neighbours would notice. */
export const slot = 1 as Slot;

export class InputRoom {
  readonly Input: new () => Schema;
  readonly memory: RoomMemory;
  readonly queues: InputQueues;
  readonly #shape: readonly FieldShape[];
  readonly #decoder: InputDecoder;

  constructor(shape: readonly FieldShape[], textBytes: number, rules: InputRules = {}) {
    const builders = Object.fromEntries(shape.map((field) => [field.name, builderOf(field)]));
    this.Input = schema(builders, 'Input') as unknown as new () => Schema;
    const State = schema({ round: t.uint8() }, 'State');
    const capacity: Record<string, number> = { clients };
    for (const { name, type } of shape) {
      if (type === 'string') capacity[`input.${name}`] = textBytes;
    }
    const plan = compilePlan(State, this.Input, capacity);
    this.memory = RoomMemory.create(plan, 0);
    this.memory.initialise();
    this.queues = this.memory.inputs as InputQueues;
    this.#shape = shape;
    this.#decoder = new InputDecoder(plan.input as FieldsPlan, rules);
    for (let client = 0; client < clients; client++) {
      this.memory.slots.take(client as Slot, `client-${client}`);
      this.queues.open(client as Slot);
    }
  }

  /** Decodes a frame that lies in the room's ring among other bytes; false: it was refused. */
  receive(frame: Uint8Array): boolean {
    const ring = this.memory.inRing;
    const at = ring.reserve(frame.length);
    ring.bytes.set(frame, at);
    const isGood = this.#decoder.decode(this.queues, slot, ring.bytes, at, at + frame.length);
    ring.bytes.fill(0, at, at + frame.length);
    return isGood;
  }

  /** The fields of an input that waits, or undefined. */
  valuesOf(input: Handle | undefined): Value[] | undefined {
    const fields = input as unknown as Record<string, Value> | undefined;
    return fields && this.#shape.map(({ name }) => plain(fields[name]));
  }

  /** The same of stock's instance; what its client never set is what a new row holds. */
  stockValuesOf(input: Schema): Value[] {
    const defaults = new this.Input() as unknown as Record<string, Value>;
    const fields = input as unknown as Record<string, Value | undefined>;
    return this.#shape.map((field) => {
      defaults[field.name] = defaultOf(field);
      return plain(stored(field, fields[field.name] ?? defaults[field.name]));
    });
  }
}

/** 0 for -0, which stock's setters take for the same value. */
function plain(value: Value): Value {
  return value === 0 ? 0 : value;
}

/** Stock keeps a default as it was given; a column narrows it, but for doubles. */
function stored(field: FieldShape, value: Value): Value {
  return ['number', 'int64', 'uint64'].includes(field.type) ? value : asSent(field, value);
}
