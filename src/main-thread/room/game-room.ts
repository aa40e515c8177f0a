/**
 * A room's front half: what Colyseus knows of it. Core keeps seats, reservations, locks and
 * matchmaking; this class turns them into records for the worker that runs the game, and the
 * worker's answers into promises that core waits for. Main thread.
 */
import { ClientState, CloseCode, ErrorCode, Room, ServerError } from '@colyseus/core';
import type { Logger } from 'pino';
import { type ErrorRecord, toErrorRecord } from '../../base/errors.ts';
import type { Slot } from '../../base/integers.ts';
import { closeGraceMs } from '../../base/limits.ts';
import { ToRoom } from '../../channel/records.ts';
import {
  coreOnMessage,
  isDisposing,
  overrideOnMessage,
  type RoomClient,
  releaseReservedSeats,
  terminateAfter,
} from '../colyseus-internals.ts';
import { settlesWithin } from '../settles-within.ts';
import { codeMask, isInput, isMessage } from '../sockets/frames.ts';
import { announcedInput, announceStamps } from './announce-input.ts';
import { changeListing } from './listing.ts';
import { admitsFrame } from './rate-limit.ts';
import {
  closeReason,
  creationErrorOf,
  logRecord,
  logThrown,
  optionsBody,
  sendableCloseCode,
} from './room-answers.ts';
import type { RoomEvents } from './room-events.ts';
import { RoomLink } from './room-link.ts';
import { nextPhase, RoomPhase } from './room-phase.ts';
import type { NamedGame, RoomServices } from './room-services.ts';
import { setUpRoom } from './room-setup.ts';
import { Seating } from './seating.ts';

/** A worker has this long for `onDispose`; then the room is closed without it. */
export const disposeLimitMs = 1_000;

export class GameRoom extends Room {
  readonly game: NamedGame;
  readonly #services: RoomServices;
  readonly #seating: Seating;
  readonly #created = Promise.withResolvers<void>();
  readonly #disposed = Promise.withResolvers<void>();
  #phase: RoomPhase = RoomPhase.OPENING;
  #link: RoomLink | undefined;
  #isOverdue = false;
  #logger: Logger;

  constructor(game: NamedGame, services: RoomServices) {
    super();
    const { definition } = game;
    this.game = game;
    this.#services = services;
    this.#logger = services.logger;
    this.#seating = new Seating(definition.clientsMax, this);
    setUpRoom(this, definition);
    if (definition.inputClass !== undefined) {
      this.inputs = this.defineInput(definition.inputClass, announcedInput(definition));
      announceStamps(this, definition.plan);
    }
    if (definition.hooks.onDrop === undefined) return;
    // Only then: core calls onLeave at once where there is no onDrop.
    this.onDrop = (client: RoomClient, code: number = CloseCode.ABNORMAL_CLOSURE) =>
      this.#seating.drop(client, code);
  }

  /** The game runs, and takes records. */
  get isOpen(): boolean {
    return this.#phase === RoomPhase.OPEN;
  }

  thrown(error: ErrorRecord): void {
    logThrown(this.#logger, error);
  }

  get answerMs(): number {
    return this.#services.answerMs;
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
    if (!(await settlesWithin(this.#created.promise, this.answerMs))) this.#giveUp();
    await this.#created.promise;
    // The room may have failed in the same breath: FAILED right behind CREATED.
    if (this.#phase === RoomPhase.FAILED) throw new ServerError(undefined, 'the room has failed');
    this.#move(RoomPhase.OPEN);
  }

  override async onJoin(client: RoomClient, options?: unknown, auth?: unknown): Promise<void> {
    const { inbox } = this.#openLink();
    const { sessionId } = client;
    await this.#seating.join(client, optionsBody({ sessionId, options, auth }, inbox.bodyBytesMax));
  }

  override onReconnect(client: RoomClient): Promise<void> {
    return this.#seating.comeBack(client);
  }

  override onLeave(client: RoomClient, code: number = CloseCode.CONSENTED): Promise<void> {
    return this.#seating.leave(client, code);
  }

  /** Also core's way to end a room. */
  override disconnect(code?: number): Promise<unknown> {
    releaseReservedSeats(this);
    return super.disconnect(code);
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
    this.#seating.fail(reason);
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
    const seat = this.#seating.of(client);
    if (seat !== undefined) this.#link?.inbox.control(ToRoom.READY, seat.slot);
  }

  #forward(client: RoomClient, frame: Buffer, isMessage: boolean): void {
    const seat = this.#seating.of(client);
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
    // Core would wait for the game's word, and the room may be what is stuck.
    client.leave(CloseCode.WITH_ERROR, closeReason(reason));
    terminateAfter(client, closeGraceMs);
  }

  #events(): RoomEvents & { broken(error: unknown): void } {
    return {
      seats: this.#seating,
      created: () => this.#created.resolve(),
      refused: (error) => this.#refused(error),
      kicked: (slot, code, reason) => this.#kicked(slot, code, reason),
      listed: (op, argument) => this.#listed(op, argument),
      logged: (level, fields) => logRecord(this.#logger, level, fields),
      failed: (tick, error) => this.fail(error, tick),
      disposed: () => this.#disposed.resolve(),
      tooSlow: (slot) => {
        const seat = this.#seating.at(slot);
        if (seat !== undefined) this.#closeClient(seat.client, 'the client reads too slowly');
      },
      broken: (error) => this.fail(toErrorRecord(error)),
    };
  }

  /** By the game's `onCreate`. */
  #refused(error: ErrorRecord): void {
    logThrown(this.#logger, error);
    this.#move(RoomPhase.FAILED);
    this.#created.reject(creationErrorOf(error));
  }

  #kicked(slot: Slot | undefined, code: number, reason: string): void {
    if (slot === undefined) {
      // Later: core refuses to disconnect a room whose onCreate is just returning.
      setImmediate(() => this.disconnect(sendableCloseCode(code)));
      return;
    }
    const seat = this.#seating.at(slot);
    if (seat === undefined || this.#seating.giveUp(seat)) return;
    this.kickClient(seat.client.sessionId, sendableCloseCode(code), closeReason(reason));
  }

  #listed(op: number, argument: unknown): void {
    changeListing(this, op, argument).catch((error: unknown) => {
      this.#logger.error({ error: toErrorRecord(error) }, 'the listing could not be changed');
    });
  }

  /** No worker has taken the room up. */
  #giveUp(): void {
    this.#move(RoomPhase.FAILED);
    this.#link?.inbox.close();
    this.#created.reject(this.overdue());
  }

  /** A worker has not answered in time. Said once. */
  overdue(): ServerError {
    const text = `no worker has answered within ${this.answerMs} ms`;
    if (!this.#isOverdue) this.#logger.error(`${text}: a step is stuck, in this room or in all`);
    this.#isOverdue = true;
    return new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, text);
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
