/**
 * A room's front half: what Colyseus knows of it. Core keeps seats, reservations, locks and
 * matchmaking; this class turns them into records for the worker that runs the game, and the
 * worker's answers into promises that core waits for. Main thread.
 */
import { ClientState, CloseCode, ErrorCode, Room, ServerError } from '@colyseus/core';
import type { Logger } from 'pino';
import { type ErrorRecord, InvariantError, toErrorRecord } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import { ToRoom } from '../channel/records.ts';
import { encodeHandshake } from '../schema/handshake.ts';
import { announcedInput, announceStamps } from './announce-input.ts';
import { ClientSink } from './client-sink.ts';
import {
  coreOnMessage,
  isDisposing,
  overrideOnMessage,
  type RoomClient,
} from './colyseus-internals.ts';
import { codeMask, isInput, isMessage } from './frames.ts';
import { admitsFrame } from './rate-limit.ts';
import {
  closeReason,
  creationErrorOf,
  logRecord,
  optionsBody,
  sendableCloseCode,
  serverErrorOf,
} from './room-answers.ts';
import { RoomLink } from './room-link.ts';
import type { RoomEvents } from './room-outlet.ts';
import { nextPhase, RoomPhase } from './room-phase.ts';
import type { NamedGame, RoomServices } from './room-services.ts';
import { Seats } from './seats.ts';
import { settlesWithin } from './settles-within.ts';

/** A worker has this long for `onDispose`; then the room is closed without it. */
export const disposeLimitMs = 1_000;

interface Seat {
  readonly slot: Slot;
  readonly client: RoomClient;
  /** The worker's answer to JOIN. */
  readonly answer: PromiseWithResolvers<void>;
}

/** The class that Colyseus makes this game's rooms from. */
export function defineGameRoom(game: NamedGame, services: RoomServices): new () => GameRoom {
  return class extends GameRoom {
    constructor() {
      super(game, services);
    }
  };
}

export class GameRoom extends Room {
  readonly game: NamedGame;
  readonly #services: RoomServices;
  readonly #seats: Seats;
  readonly #seatOf = new Map<RoomClient, Seat>();
  readonly #seatAt = new Map<Slot, Seat>();
  readonly #created = Promise.withResolvers<void>();
  readonly #disposed = Promise.withResolvers<void>();
  #phase: RoomPhase = RoomPhase.OPENING;
  #link: RoomLink | undefined;
  #logger: Logger;

  constructor(game: NamedGame, services: RoomServices) {
    super();
    const { definition } = game;
    this.game = game;
    this.#services = services;
    this.#logger = services.logger;
    this.#seats = new Seats(definition.clientsMax);
    this.maxClients = definition.clientsMax;
    this.maxMessagesPerSecond = definition.maxMessagesPerSecond;
    // The true interval: core tells clients, who size their input buffers by it.
    this.patchRate = 1000 / definition.patchRate;
    if (definition.inputClass !== undefined) {
      this.inputs = this.defineInput(definition.inputClass, announcedInput(definition));
      announceStamps(this, definition.plan);
    }
    // `state` stays undefined: core would ask the serializer for it at each join.
    this.setSerializer({
      id: 'schema',
      handshake: () => encodeHandshake(definition.stateClass),
      getFullState: () => {
        throw new InvariantError('a room keeps its state in its own memory');
      },
      applyPatches: () => false,
      reset: () => {},
    });
  }

  /** The room's memory and place in the scheduler; undefined before `onCreate`. */
  get link(): RoomLink | undefined {
    return this.#link;
  }

  /** Core's patch timer: patches come from the worker, but core's own timers need the clock. */
  override broadcastPatch(): boolean {
    this.clock.tick();
    return false;
  }

  override async onCreate(options: unknown): Promise<void> {
    const { name } = this.game;
    this.#logger = this.#services.logger.child({ game: name, room: this.roomId });
    const link = this.#openLine();
    this.#services.rooms.set(link.index, this);
    link.inbox.control(ToRoom.CREATE, 0, 0, optionsBody(options ?? {}, link.inbox.bodyBytesMax));
    await this.#created.promise;
    // The room may have failed in the same breath: FAILED right behind CREATED.
    if (this.#phase === RoomPhase.FAILED) throw new ServerError(undefined, 'the room has failed');
    this.#move(RoomPhase.OPEN);
  }

  override async onJoin(client: RoomClient, options?: unknown, auth?: unknown): Promise<void> {
    const { inbox, outlet } = this.#openLink();
    const body = optionsBody({ sessionId: client.sessionId, options, auth }, inbox.bodyBytesMax);
    const slot = await this.#seats.take();
    if (this.#phase !== RoomPhase.OPEN || client.state === ClientState.LEAVING) {
      this.#seats.free(slot);
      throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, 'left before the join');
    }
    const seat: Seat = { slot, client, answer: Promise.withResolvers<void>() };
    this.#seatOf.set(client, seat);
    this.#seatAt.set(slot, seat);
    // Attached before the answer: what `onJoin` sends to the client or to all waits for it.
    outlet.attach(slot, new ClientSink(client));
    inbox.control(ToRoom.JOIN, slot, 0, body);
    await seat.answer.promise;
  }

  override async onLeave(client: RoomClient, code: number = CloseCode.CONSENTED): Promise<void> {
    const seat = this.#seatOf.get(client);
    if (seat === undefined) return;
    this.#seatOf.delete(client);
    this.#link?.outlet.detach(seat.slot);
    // A LEAVE may only follow a JOINED; a refused join has given its slot back already.
    const isSeated = await seat.answer.promise.then(
      () => true,
      () => false,
    );
    if (!isSeated || this.#phase !== RoomPhase.OPEN) return;
    this.#seats.leaving(seat.slot);
    this.#link?.inbox.control(ToRoom.LEAVE, seat.slot, code);
  }

  override async onDispose(): Promise<void> {
    if (this.#phase === RoomPhase.OPEN) {
      this.#move(RoomPhase.CLOSING);
      this.#link?.inbox.control(ToRoom.DISPOSE, 0);
      if (!(await settlesWithin(this.#disposed.promise, disposeLimitMs))) {
        this.#logger.warn({ limitMs: disposeLimitMs }, 'the game has not disposed of its room');
      }
    }
    this.#move(RoomPhase.CLOSED);
    this.#link?.close();
  }

  /** Ends the room, and only this room: a step threw, or the worker that ran it died. */
  fail(error: ErrorRecord, tick?: number): void {
    if (this.#phase === RoomPhase.FAILED || this.#phase === RoomPhase.CLOSED) return;
    const { text, code, stack } = error;
    this.#logger.error({ tick, code, stack }, `the room has failed: ${text}`);
    const wasOpening = this.#phase === RoomPhase.OPENING;
    this.#move(RoomPhase.FAILED);
    this.#link?.inbox.close();
    const reason = new ServerError(ErrorCode.APPLICATION_ERROR, 'the room has failed');
    this.#created.reject(reason);
    for (const seat of this.#seatAt.values()) seat.answer.reject(reason);
    this.#disposed.resolve();
    // Later: core refuses to disconnect a room whose onCreate is just returning.
    if (!wasOpening) setImmediate(() => this.disconnect(CloseCode.WITH_ERROR));
  }

  /** Every frame of this room's clients comes here first. */
  onFrame(client: RoomClient, frame: Buffer): void {
    const code = (frame[0] ?? 0) & codeMask;
    const hasInput = this.game.definition.inputClass !== undefined;
    if (isMessage(code)) this.#forward(client, frame, true);
    else if (isInput(code) && hasInput) this.#forward(client, frame, false);
    else this.#toCore(client, frame);
  }

  #toCore(client: RoomClient, frame: Buffer): void {
    const wasJoining = client.state === ClientState.JOINING;
    try {
      coreOnMessage(this, client, frame);
    } catch (error) {
      // Hostile bytes are their sender's loss, never the process's.
      this.#logger.debug({ error: toErrorRecord(error) }, 'core refuses a frame');
      this.#closeClient(client, 'malformed frame');
    }
    if (!wasJoining || client.state !== ClientState.JOINED) return;
    const seat = this.#seatOf.get(client);
    if (seat !== undefined) this.#link?.inbox.control(ToRoom.READY, seat.slot);
  }

  #forward(client: RoomClient, frame: Buffer, isMessage: boolean): void {
    const seat = this.#seatOf.get(client);
    const link = this.#link;
    if (seat === undefined || link === undefined || client.state === ClientState.LEAVING) return;
    if (!admitsFrame(client, this.clock.currentTime, this.maxMessagesPerSecond)) {
      return this.#closeClient(client, 'too many messages a second');
    }
    const { inbox } = link;
    if (isMessage ? inbox.message(seat.slot, frame) : inbox.input(seat.slot, frame)) return;
    // A failed room takes nothing, and closes its clients itself.
    if (this.#phase !== RoomPhase.OPEN) return;
    this.#services.counters.inputsDropped++;
    this.#closeClient(client, 'the room cannot keep up with its input');
  }

  #closeClient(client: RoomClient, reason: string): void {
    if (client.state === ClientState.LEAVING) return;
    this.#services.counters.clientsClosed++;
    this.#logger.warn({ session: client.sessionId }, `client closed: ${reason}`);
    this.kickClient(client.sessionId, CloseCode.WITH_ERROR, closeReason(reason));
  }

  #events(): RoomEvents & { broken(error: unknown): void } {
    return {
      created: () => this.#created.resolve(),
      joined: (slot) => {
        this.#seats.seated(slot);
        this.#seatAt.get(slot)?.answer.resolve();
      },
      rejected: (slot, error) => this.#rejected(slot, error),
      left: (slot) => {
        this.#seatAt.delete(slot);
        this.#seats.free(slot);
      },
      kicked: (slot, code, reason) => this.#kicked(slot, code, reason),
      logged: (level, fields) => logRecord(this.#logger, level, fields),
      failed: (tick, error) => this.fail(error, tick),
      disposed: () => this.#disposed.resolve(),
      tooSlow: (slot) => {
        const seat = this.#seatAt.get(slot);
        if (seat !== undefined) this.#closeClient(seat.client, 'the client reads too slowly');
      },
      broken: (error) => this.fail(toErrorRecord(error)),
    };
  }

  #rejected(slot: Slot | undefined, error: ErrorRecord): void {
    // As core does: what the author did not throw on purpose goes to the log with its stack.
    if (typeof error.code !== 'number') {
      this.#logger.error({ stack: error.stack }, `a hook threw: ${error.text}`);
    }
    if (slot === undefined) {
      this.#move(RoomPhase.FAILED);
      this.#created.reject(creationErrorOf(error));
      return;
    }
    const seat = this.#seatAt.get(slot);
    this.#seatAt.delete(slot);
    this.#link?.outlet.detach(slot);
    this.#seats.free(slot);
    seat?.answer.reject(serverErrorOf(error));
  }

  #kicked(slot: Slot, code: number, reason: string): void {
    const seat = this.#seatAt.get(slot);
    if (seat === undefined) return;
    this.kickClient(seat.client.sessionId, sendableCloseCode(code), closeReason(reason));
  }

  #openLine(): RoomLink {
    try {
      this.#link = new RoomLink(this.game, this.roomId, this.#services, this.#events());
      return this.#link;
    } catch (error) {
      // Too many rooms, or no memory: the operator's to know. Core wants a number as its code.
      const { code, text } = toErrorRecord(error);
      this.#logger.error({ code }, `the room cannot be opened: ${text}`);
      throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, text, { cause: error });
    }
  }

  #openLink(): RoomLink {
    if (this.#phase !== RoomPhase.OPEN || this.#link === undefined || isDisposing(this)) {
      throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, 'the room is not open');
    }
    return this.#link;
  }

  #move(to: RoomPhase): void {
    if (this.#phase === to) return;
    this.#phase = nextPhase(this.#phase, to);
  }
}

overrideOnMessage(GameRoom, function (client, frame) {
  this.onFrame(client, frame);
});
