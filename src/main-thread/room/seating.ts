/**
 * Who sits where in one room, on the main thread: turns core's hooks about a client into records
 * for the worker, and the worker's answers into promises that core waits for. Core keeps
 * reservations, tokens and time limits; the worker runs the game's hooks; here is which client
 * has which slot, and what was asked about it.
 *
 *   JOIN -> seated -> DROP -> held -> RETURN -> seated -> LEAVE -> gone
 *
 * A seat is asked one thing at a time. When a worker does not answer in time core is told no, and
 * what was begun is undone once the answer comes.
 */
import { ClientState, type Deferred, ErrorCode, ServerError } from '@colyseus/core';
import type { ErrorRecord } from '../../base/errors.ts';
import type { Slot } from '../../base/integers.ts';
import { holdForever, leaveWord, ToRoom, type ToRoomKind } from '../../channel/records.ts';
import {
  cancelAutoDispose,
  closeConnection,
  isDisposing,
  type RoomClient,
} from '../colyseus-internals.ts';
import { settlesWithin } from '../settles-within.ts';
import { ClientSink } from '../sockets/client-sink.ts';
import { sendableCloseCode, serverErrorOf } from './room-answers.ts';
import type { SeatEvents } from './room-events.ts';
import type { Seat, SeatingHost } from './seat.ts';
import { Seats } from './seats.ts';

export class Seating implements SeatEvents {
  readonly #host: SeatingHost;
  readonly #slots: Seats;
  readonly #byClient = new Map<RoomClient, Seat>();
  readonly #bySlot = new Map<Slot, Seat>();
  /** Seats that are held, by session. */
  readonly #away = new Map<string, Seat>();

  constructor(slots: number, host: SeatingHost) {
    this.#slots = new Seats(slots);
    this.#host = host;
  }

  of(client: RoomClient): Seat | undefined {
    return this.#byClient.get(client);
  }

  at(slot: Slot): Seat | undefined {
    return this.#bySlot.get(slot);
  }

  /** Resolves when the worker has let the client in. `body` is JOIN's. */
  async join(client: RoomClient, body: Buffer): Promise<void> {
    const slot = await this.#takeSlot();
    const { isOpen, link } = this.#host;
    if (!isOpen || link === undefined || client.state === ClientState.LEAVING) {
      this.#slots.free(slot);
      throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, 'left before the join');
    }
    const seat: Seat = {
      slot,
      client,
      question: ToRoom.JOIN,
      answer: Promise.withResolvers<number>(),
      isSeated: false,
      mayHold: true,
      goneWith: undefined,
      refusedAfter: undefined,
      outcome: Promise.resolve(0),
      hold: undefined,
    };
    this.#byClient.set(client, seat);
    this.#bySlot.set(slot, seat);
    // Attached before the answer: what `onJoin` sends to the client or to all waits for it.
    link.outlet.attach(slot, new ClientSink(client));
    await this.#ask(seat, ToRoom.JOIN, 0, body);
  }

  /**
   * The connection is gone. When the game holds the seat, so does core on return. Core already
   * does before: its client may be faster than the game's answer, and would be sent away.
   */
  async drop(client: RoomClient, code: number): Promise<void> {
    const seat = this.#byClient.get(client);
    if (seat === undefined) return;
    this.#host.link?.outlet.detach(seat.slot);
    if (!seat.isSeated || !this.#host.isOpen) return;
    const { ref } = client;
    seat.outcome = this.#askToGo(seat, ToRoom.DROP, code);
    const hold = seat.mayHold ? this.#hold(seat) : undefined;
    const holdMs = await seat.outcome;
    // Back already, perhaps while this connection was still open: core would now leave it so.
    if (client.ref !== ref) closeConnection(ref, sendableCloseCode(code));
    seat.mayHold = false;
    if (holdMs === 0) seat.refusedAfter = code;
    if (hold === undefined) return;
    if (holdMs > 0) {
      endAfter(hold, holdMs);
    } else {
      hold.catch(() => cancelAutoDispose(this.#host));
      hold.reject(false);
    }
  }

  /** Resolves when the worker has let the client back in. */
  async comeBack(client: RoomClient): Promise<void> {
    const seat = this.#away.get(client.sessionId);
    const { link } = this.#host;
    if (seat === undefined || link === undefined) {
      throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, 'the room is not open');
    }
    this.#away.delete(client.sessionId);
    this.#byClient.delete(seat.client);
    this.#byClient.set(client, seat);
    seat.client = client;
    seat.hold = undefined;
    if ((await seat.outcome) === 0 || !this.#host.isOpen) {
      // In stock's words, which has no seat then.
      throw new ServerError(ErrorCode.MATCHMAKE_EXPIRED, 'seat reservation expired.');
    }
    seat.mayHold = true;
    link.outlet.attach(seat.slot, new ClientSink(client));
    await this.#ask(seat, ToRoom.RETURN);
  }

  /** The client has left for good, unless `onLeave` holds its seat: then core does on return. */
  async leave(client: RoomClient, code: number): Promise<void> {
    const seat = this.#byClient.get(client);
    if (seat === undefined) return;
    this.#byClient.delete(client);
    this.#away.delete(client.sessionId);
    this.#host.link?.outlet.detach(seat.slot);
    if (!seat.isSeated || !this.#host.isOpen) {
      // A LEAVE may only follow a JOINED: if that comes yet, see `joined`.
      seat.goneWith = code;
      return;
    }
    this.#slots.leaving(seat.slot);
    seat.outcome = this.#askToGo(seat, ToRoom.LEAVE, seat.refusedAfter ?? code);
    const holdMs = await seat.outcome;
    if (holdMs === 0) {
      seat.goneWith = code;
      return;
    }
    this.#slots.held(seat.slot);
    seat.mayHold = false;
    // Core has run its onLeave; when the time is over there is only the worker to tell.
    const hold = this.#hold(seat);
    hold.catch(() => this.#leaveForGood(seat, code));
    endAfter(hold, holdMs);
  }

  /** The game gives the seat of a client that is away up. False: it is not away. */
  giveUp(seat: Seat): boolean {
    if (seat.hold === undefined) return false;
    seat.hold.reject(false);
    return true;
  }

  /** The room has failed: nobody answers any more. */
  fail(reason: Error): void {
    for (const seat of this.#bySlot.values()) seat.answer.reject(reason);
  }

  joined(slot: Slot): void {
    const seat = this.#bySlot.get(slot);
    if (seat === undefined) return;
    this.#slots.seated(slot);
    seat.isSeated = true;
    this.#answered(seat, ToRoom.JOIN);
    if (seat.goneWith !== undefined) this.#leaveForGood(seat, seat.goneWith);
  }

  rejected(slot: Slot, error: ErrorRecord): void {
    const seat = this.#bySlot.get(slot);
    this.#host.thrown(error);
    if (seat === undefined) return;
    this.#bySlot.delete(slot);
    this.#byClient.delete(seat.client);
    this.#host.link?.outlet.detach(slot);
    this.#slots.free(slot);
    seat.answer.reject(serverErrorOf(error));
  }

  dropped(slot: Slot): void {
    this.#answered(this.#bySlot.get(slot), ToRoom.DROP);
  }

  held(slot: Slot, ms: number): void {
    const seat = this.#bySlot.get(slot);
    if (seat === undefined || !seat.mayHold) return;
    // Asked by a leave that did not wait so long.
    if (seat.goneWith !== undefined) {
      this.#slots.held(slot);
      this.#leaveForGood(seat, seat.goneWith);
    } else {
      seat.answer.resolve(ms);
    }
  }

  returned(slot: Slot): void {
    this.#answered(this.#bySlot.get(slot), ToRoom.RETURN);
  }

  denied(slot: Slot, error: ErrorRecord): void {
    const seat = this.#bySlot.get(slot);
    this.#host.thrown(error);
    if (seat?.question === ToRoom.RETURN) seat.answer.reject(serverErrorOf(error));
  }

  left(slot: Slot): void {
    const seat = this.#bySlot.get(slot);
    this.#bySlot.delete(slot);
    this.#slots.free(slot);
    this.#answered(seat, ToRoom.LEAVE);
  }

  #answered(seat: Seat | undefined, question: ToRoomKind): void {
    if (seat?.question === question) seat.answer.resolve(0);
  }

  async #takeSlot(): Promise<Slot> {
    const slot = this.#slots.take();
    if (await settlesWithin(slot, this.#host.answerMs, false)) return slot;
    void slot.then((late) => this.#slots.free(late));
    throw this.#host.overdue();
  }

  async #ask(seat: Seat, question: ToRoomKind, a = 0, body?: Buffer): Promise<number> {
    const answer = Promise.withResolvers<number>();
    // Kicked while it was coming back: that question is over.
    seat.answer.resolve(0);
    seat.question = question;
    seat.answer = answer;
    this.#host.link?.inbox.control(question, seat.slot, a, body);
    if (await settlesWithin(answer.promise, this.#host.answerMs, false)) return answer.promise;
    throw this.#host.overdue();
  }

  /** DROP or LEAVE: the ms in HELD, or 0, which is also what no answer means. */
  async #askToGo(seat: Seat, question: ToRoomKind, code: number): Promise<number> {
    const isEnding = isDisposing(this.#host);
    // What has never acknowledged its join has no token to come back with.
    const hasJoined = seat.client._enqueuedMessages === undefined;
    seat.mayHold &&= hasJoined && !isEnding;
    const word = leaveWord(code, seat.mayHold);
    if (!isEnding) return this.#ask(seat, question, word).catch(() => 0);
    // A room that ends does not wait for what a worker has to say: DISPOSE has a limit of its own.
    seat.question = question;
    this.#host.link?.inbox.control(question, seat.slot, word);
    return 0;
  }

  #hold(seat: Seat): Deferred<unknown> {
    const hold = this.#host.allowReconnection(seat.client, 'manual');
    seat.hold = hold;
    this.#away.set(seat.client.sessionId, seat);
    hold.catch(() => {
      seat.hold = undefined;
      this.#away.delete(seat.client.sessionId);
      if (isDisposing(this.#host)) cancelAutoDispose(this.#host);
    });
    return hold;
  }

  /** `onLeave` may not hold it again, and nobody waits for it. */
  #leaveForGood(seat: Seat, code: number): void {
    if (!this.#host.isOpen) return;
    seat.goneWith = code;
    seat.mayHold = false;
    seat.question = ToRoom.LEAVE;
    this.#slots.leaving(seat.slot);
    this.#host.link?.inbox.control(ToRoom.LEAVE, seat.slot, leaveWord(code, false));
  }
}

/** `ms` as in HELD. */
function endAfter(hold: Deferred<unknown>, ms: number): void {
  if (ms === holdForever) return;
  const timer = setTimeout(() => hold.reject(false), ms).unref();
  hold.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
}
