/** Rooms of a few fields for tests of what lies in a room's memory, and copies of all its bytes. */
import '../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { EntityTable } from '../../src/memory/state/entity-table.ts';
import type { EntityOf, StateOf, TableOf } from '../../src/memory/state/state-handle.ts';
import type { CapacityValues } from '../../src/schema/capacity.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';

const Unit = schema(
  {
    hp: t.uint16().default(100),
    x: t.float32(),
    id: t.biguint64(),
    name: t.string().default('unit'),
    isAlive: t.boolean().default(true),
    heading: t.angle(),
    owner: t.string().noSync(),
  },
  'Unit',
);
type Unit = InstanceType<typeof Unit>;

const Shot = schema({ hp: t.uint16(), x: t.float32() }, 'Shot');

const State = schema(
  { round: t.uint16(), title: t.string(), units: t.map(Unit), shots: t.map(Shot) },
  'State',
);
type State = InstanceType<typeof State>;

export type UnitHandle = EntityOf<Unit>;

export interface Room {
  readonly memory: RoomMemory;
  readonly state: StateOf<State>;
  readonly units: TableOf<Unit> & EntityTable<UnitHandle>;
}

/** A room, or another worker's view of one. */
export function createRoom(capacity: CapacityValues = {}): Room {
  const plan = compilePlan(State, undefined, { clients: 1, ...capacity });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  return roomOf(memory);
}

export function viewOf(room: Room): Room {
  return roomOf(new RoomMemory(room.memory.layout.plan, room.memory.memory));
}

/** Every byte of the room. */
export function bytesOf({ memory }: Room): Buffer {
  return Buffer.from(Buffer.from(memory.memory));
}

function roomOf(memory: RoomMemory): Room {
  const state = memory.state as unknown as StateOf<State>;
  return { memory, state, units: state.units };
}
