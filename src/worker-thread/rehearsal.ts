/**
 * Before a worker takes its first room: each game's state is played once in a room that nobody is
 * in, with hooks of the engine's own and none of the author's. So V8 has compiled accessors,
 * encoders and the way through a visit by the time a first player comes; that player's first step
 * would be late by as long. Bounded in time and memory: what is left out is compiled when needed.
 */
import { assert } from '../base/assert.ts';
import { monotonicMs } from '../base/clock.ts';
import { rehearsalBytesMax, rehearsalMs } from '../base/limits.ts';
import { Mail } from '../channel/mail.ts';
import { ToRoom } from '../channel/records.ts';
import { WorkerStats } from '../channel/worker-stats.ts';
import type { GameDefinition } from '../game/define-game.ts';
import type { AnyHooks } from '../game/game-spec.ts';
import { compileMessages } from '../game/messages.ts';
import type { RoomClient, StepContext } from '../game/step-context.ts';
import type { TickArena } from '../memory/arena/tick-arena.ts';
import { roomLayout } from '../memory/layout.ts';
import { RoomFlag } from '../memory/room-header.ts';
import { RoomMemory } from '../memory/room-memory.ts';
import type { BlockPlan, TablePlan } from '../schema/state-plan.ts';
import { Protocol } from '../wire/operation.ts';
import { RoomView } from './room-view.ts';
import { runVisit } from './run-visit.ts';

/** As many steps as there are ways to encode a row: new, changed, unchanged. */
const steps = 3;
const slot = 0;
const text = 'a';
/** A message of type 'a' with the payload 'a', as a client sends it. */
const message = Uint8Array.of(Protocol.ROOM_DATA, 0xa1, 0x61, 0xa1, 0x61);

/** Of handles and tables, whatever their class: what the plan says that they have. */
type Fields = Record<string, unknown>;
interface AnyTable extends Iterable<Fields> {
  add(...values: readonly unknown[]): unknown;
  set(key: string, value: unknown): unknown;
  push(value: unknown): unknown;
}

/** Plays every game that can be played in time. Returns how many. */
export function rehearse(games: Iterable<GameDefinition>, arena: TickArena): number {
  const endMs = monotonicMs() + rehearsalMs;
  let played = 0;
  for (const game of games) {
    if (monotonicMs() > endMs) break;
    if (roomLayout(game.plan).byteLength > rehearsalBytesMax) continue;
    play(game, arena);
    played++;
  }
  return played;
}

function play(game: GameDefinition, arena: TickArena): void {
  const { plan } = game;
  const { memory } = RoomMemory.create(plan, monotonicMs());
  const opened = { kind: 'open', room: 0, epoch: 1, game: '', roomId: '', memory } as const;
  const room = new RoomView(opened, withoutAuthor(game), arena);
  const stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
  const mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));
  const { header, inRing, outRing } = room.memory;
  const visit = () => {
    runVisit(room, stats, mail);
    while (outRing.next()) outRing.release();
  };
  inRing.write(ToRoom.CREATE, slot, 0, 0, jsonOf({}));
  inRing.write(ToRoom.JOIN, slot, 0, 0, jsonOf({ sessionId: text, options: {} }));
  inRing.write(ToRoom.READY, slot, 0, 0, new Uint8Array());
  visit();
  for (let step = 0; step < steps; step++) {
    inRing.write(ToRoom.MESSAGE, slot, 0, 0, message);
    header.nextStepAtMs = monotonicMs();
    visit();
  }
  inRing.write(ToRoom.LEAVE, slot, 0, 0, new Uint8Array());
  inRing.write(ToRoom.DISPOSE, slot, 0, 0, new Uint8Array());
  visit();
  assert(!header.has(RoomFlag.FAILED), 'a state of defaults can be played');
}

/** The same state and rates; nothing runs that the author wrote. */
function withoutAuthor(game: GameDefinition): GameDefinition {
  const { root } = game.plan;
  const hooks = {
    onCreate: ({ state }: StepContext) => fill(state as unknown as Fields, root),
    step: ({ state }: StepContext) => touch(state as unknown as Fields, root),
  };
  const handlers = {
    [text]: (ctx: StepContext, client: RoomClient, payload: unknown) => {
      ctx.send(client, text, payload);
      ctx.broadcast(text, payload);
    },
  };
  const messages = compileMessages(handlers);
  return { ...game, hooks: hooks as unknown as AnyHooks, messages, inputOptions: undefined };
}

/** An element in every table, and a target in every ref. */
function fill(handle: Fields, block: BlockPlan): void {
  for (const child of block.children) {
    if (child.kind !== 'ref') addTo(handle[child.name] as AnyTable, child);
    else {
      handle[child.name] ??= {};
      fill(handle[child.name] as Fields, child);
    }
  }
}

function addTo(table: AnyTable, plan: TablePlan): void {
  if (plan.isEntity) {
    table.add(...(plan.kind === 'map' ? [text] : []));
    for (const element of table) fill(element, plan);
    return;
  }
  const value = primitiveOf(plan);
  if (plan.kind === 'map') table.set(text, value);
  else if (plan.kind === 'array') table.push(value);
  else table.add(value);
}

/** Reads and writes every field there is. */
function touch(handle: Fields, block: BlockPlan): void {
  for (const { name } of block.fields) {
    const value = handle[name];
    handle[name] = value;
  }
  for (const child of block.children) {
    const value = handle[child.name];
    if (child.kind === 'ref') touch(value as Fields, child);
    else if (child.isEntity) for (const element of value as AnyTable) touch(element, child);
  }
}

function primitiveOf({ fields }: TablePlan): unknown {
  const type = fields[0]?.type;
  if (type === 'string') return text;
  if (type === 'boolean') return true;
  return type === 'bigint64' || type === 'biguint64' ? 1n : 1;
}

function jsonOf(body: object): Uint8Array {
  return Buffer.from(JSON.stringify(body));
}
