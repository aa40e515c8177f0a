/**
 * The rooms that main has told this worker of, and the views on them: a bounded cache, and those of
 * pinned rooms, which are kept until the room is closed. Messages
 * are read synchronously when a room is met that nobody announced yet: main announces a room
 * before it can become due.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { assert } from '../base/assert.ts';
import type { RoomIndex } from '../base/integers.ts';
import { roomViewsPerWorkerMax } from '../base/limits.ts';
import type { ControlMessage, OpenRoom } from '../channel/control.ts';
import type { GameDefinition } from '../game/define-game.ts';
import type { TickArena } from '../memory/arena/tick-arena.ts';
import { LookupCache } from '../memory/lookup-cache.ts';
import { isSilent } from './drain-records.ts';
import { RoomView } from './room-view.ts';

/** Tells main of an error in a game's `disposeLocal`. */
export type Complain = (roomId: string, error: unknown) => void;

export class OpenRooms {
  readonly #control: MessagePort;
  readonly #games: ReadonlyMap<string, GameDefinition>;
  readonly #arena: TickArena;
  readonly #rooms = new Map<number, OpenRoom>();
  readonly #views = new LookupCache<number, RoomView>(roomViewsPerWorkerMax);
  readonly #pinned = new Map<number, RoomView>();
  readonly #complain: Complain;
  readonly #checksumEvery: number;

  constructor(
    control: MessagePort,
    games: ReadonlyMap<string, GameDefinition>,
    arena: TickArena,
    complain: Complain,
    checksumEvery = 0,
  ) {
    this.#control = control;
    this.#games = games;
    this.#arena = arena;
    this.#complain = complain;
    this.#checksumEvery = checksumEvery;
  }

  /** The view of a room whose lease this worker holds. `epoch` is the scheduler's. */
  view(room: RoomIndex, epoch: number): RoomView {
    const view = this.#pinned.get(room) ?? this.#views.get(room);
    return view?.epoch === epoch ? view : this.#makeView(room, epoch);
  }

  /** Takes in what main has said; also lets go of rooms that are closed. */
  readMessages(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#control);
      if (received === undefined) return;
      const message = received.message as ControlMessage;
      const known = this.#rooms.get(message.room);
      if (message.kind === 'open') {
        this.#rooms.set(message.room, message);
      } else if (known?.epoch === message.epoch) {
        this.#rooms.delete(message.room);
        this.#views.delete(message.room);
        this.#dropPinned(message.room);
      }
    }
  }

  /** After a visit: what a pinned room keeps here ends with it, however the room ended. */
  endLocalIfOver(view: RoomView): void {
    if (view.local.isThere && isSilent(view)) this.#endLocal(view);
  }

  #makeView(room: RoomIndex, epoch: number): RoomView {
    if (this.#rooms.get(room)?.epoch !== epoch) this.readMessages();
    const open = this.#rooms.get(room);
    assert(open?.epoch === epoch, `room ${room} became due before it was announced`);
    const game = this.#games.get(open.game);
    assert(game !== undefined, `room ${room} is of the game ${open.game}, which is not loaded`);
    const view = new RoomView(open, game, this.#arena, this.#checksumEvery);
    if (game.placement === 'pinned') {
      this.#dropPinned(room);
      this.#pinned.set(room, view);
    } else {
      this.#views.set(room, view);
    }
    return view;
  }

  #dropPinned(room: number): void {
    const view = this.#pinned.get(room);
    if (view === undefined) return;
    this.#pinned.delete(room);
    this.#endLocal(view);
  }

  /** The room may be closed and its memory another's: errors go to main by themselves. */
  #endLocal(view: RoomView): void {
    try {
      view.local.dispose();
    } catch (error) {
      this.#complain(view.roomId, error);
    }
  }
}
