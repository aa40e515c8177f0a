/**
 * A worker's view of one room: its game, its memory bound to objects, and what publishes it. Can
 * be dropped and made again at any time between visits; any number of workers may have one. But
 * a pinned room's is the only one, and is kept: it holds what the room has on its worker.
 */
import type { RoomIndex } from '../base/integers.ts';
import type { OpenRoom } from '../channel/control.ts';
import type { GameDefinition } from '../game/define-game.ts';
import { ArenaSequence, type TickArena } from '../memory/arena/tick-arena.ts';
import { RoomMemory } from '../memory/room-memory.ts';
import { InputDecoder, type InputRules } from '../replication/input-decoder.ts';
import { StateEncoder } from '../replication/state-encoder.ts';
import { stampsOf } from '../schema/time-plan.ts';
import { LogBudget } from './log-budget.ts';
import { Offenders } from './offenders.ts';
import { RoomContext } from './room-context.ts';
import { RoomLocal } from './room-local.ts';
import { RoomOutlet } from './room-outlet.ts';
import { StateChecks } from './state-checks.ts';

export class RoomView {
  readonly index: RoomIndex;
  readonly epoch: number;
  /** The game's name. */
  readonly name: string;
  readonly roomId: string;
  readonly game: GameDefinition;
  readonly memory: RoomMemory;
  readonly arena: TickArena;
  readonly outlet: RoomOutlet;
  readonly encoder: StateEncoder;
  readonly inputDecoder: InputDecoder | undefined;
  /** undefined where nobody checks what clients decode. */
  readonly checks: StateChecks | undefined;
  readonly local: RoomLocal;
  /** Never the author's type: the engine only hands it to the game's own functions. */
  readonly context: never;
  /** What the step, and what hooks and message handlers, took from the arena last time. */
  readonly stepScratch = new ArenaSequence();
  readonly recordScratch = new ArenaSequence();
  readonly offenders: Offenders;
  readonly messageLog = new LogBudget();

  /** `checksumEvery` patches a checksum; 0: none. */
  constructor(room: OpenRoom, game: GameDefinition, arena: TickArena, checksumEvery = 0) {
    this.index = room.room as RoomIndex;
    this.epoch = room.epoch;
    this.name = room.game;
    this.roomId = room.roomId;
    this.game = game;
    this.arena = arena;
    this.memory = new RoomMemory(game.plan, room.memory);
    this.offenders = new Offenders(this.memory.slots);
    this.outlet = new RoomOutlet(this.memory);
    this.encoder = new StateEncoder(game.plan, this.memory.root);
    const rules = { sanitize: game.inputOptions?.sanitize, stamps: stampsOf(game.plan) };
    this.inputDecoder = game.plan.input && new InputDecoder(game.plan.input, rules as InputRules);
    this.local = new RoomLocal(game);
    const { memory, outlet, local, encoder } = this;
    this.checks =
      checksumEvery === 0 ? undefined : new StateChecks(checksumEvery, memory, encoder, outlet);
    this.context = new RoomContext(game, memory, arena, outlet, room.roomId, local) as never;
  }
}
