/**
 * Runs a game's handler for what a client sent, on the holder of the room's lease: messages, raw
 * bytes and requests, as stock Colyseus's RoomMessages does. What is malformed, unknown or refused
 * by its format closes its sender, or answers a request with an error; a handler that throws is
 * logged. Nobody else notices.
 */
import { thrownText, toErrorRecord } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import type { MessageEntry, Reply } from '../game/messages.ts';
import { validated } from '../game/standard-schema.ts';
import { Protocol } from '../wire/operation.ts';
import { clientOf, isSilent } from './drain-records.ts';
import { MessageReader, MessageWriter, ResponseStatus } from './message-frame.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';
import { stateType } from './state-checks.ts';

const withErrorCode = 4002;
/** pino's numbers. */
const warnLevel = 40;
const errorLevel = 50;
/** Of an error's text, to a client and to the log: three bytes each fit every ring. */
const errorCharsMax = 6_000;
const stackCharsMax = 2_000;

/** This thread's one incoming and one outgoing frame. */
const message = new MessageReader();
const response = new MessageWriter();

export function handleMessage(room: RoomView, record: ByteRing): void {
  const slot = record.slot as Slot;
  if (isSilent(room) || !room.memory.slots.isTaken(slot) || room.offenders.has(slot)) return;
  const isWhole = message.open(record);
  if (!isWhole && message.code !== Protocol.ROOM_REQUEST) {
    return close(room, slot, 'malformed message');
  }
  switch (message.code) {
    case Protocol.ROOM_DATA:
      return handleData(room, slot);
    case Protocol.ROOM_REQUEST:
      return isWhole ? handleRequest(room, slot) : respondNone(room, slot, 'undefined');
    case Protocol.ROOM_DATA_BYTES:
      return handleBytes(room, slot);
  }
}

function handleData(room: RoomView, slot: Slot): void {
  const { type } = message;
  if (room.checks !== undefined && type === stateType) return room.checks.askState(slot);
  const entry = room.game.messages.data.get(String(type));
  let payload: unknown;
  try {
    payload = message.unpack();
    if (entry?.format !== undefined) payload = validated(entry.format, payload);
  } catch (error) {
    return refuse(room, slot, `messages.${type}`, error);
  }
  if (entry !== undefined) run(room, slot, entry, payload, noReply);
  else handleRest(room, slot, type, payload);
}

function handleBytes(room: RoomView, slot: Slot): void {
  const { type } = message;
  const entry = room.game.messages.bytes.get(String(type));
  if (entry === undefined && room.game.messages.fallback === undefined) {
    return unknown(room, slot, type);
  }
  let payload: unknown;
  try {
    // Void when the record is done with, as all that a hook takes from the arena.
    const bytes = room.arena.u8(message.payloadBytes);
    message.copyTo(bytes);
    payload = entry?.format === undefined ? bytes : validated(entry.format, bytes);
  } catch (error) {
    return refuse(room, slot, `messageBytes.${type}`, error);
  }
  if (entry !== undefined) run(room, slot, entry, payload);
  else handleRest(room, slot, type, payload);
}

function handleRest(room: RoomView, slot: Slot, type: string | number, payload: unknown): void {
  const { fallback } = room.game.messages;
  if (fallback === undefined) return unknown(room, slot, type);
  run(room, slot, fallback, type, payload);
}

/** What the handler returns is nobody's answer; what it throws is the author's to know. */
function run(
  room: RoomView,
  slot: Slot,
  entry: MessageEntry,
  payload: unknown,
  rest?: unknown,
): void {
  try {
    runHook(entry.name, entry.handler(room.context, clientOf(room, slot), payload, rest));
  } catch (error) {
    log(room, errorLevel, `${entry.name} threw`, error);
  }
}

function handleRequest(room: RoomView, slot: Slot): void {
  const { type, requestId } = message;
  const entry = room.game.messages.data.get(String(type));
  let payload: unknown;
  try {
    payload = message.unpack();
    if (entry?.format !== undefined) payload = validated(entry.format, payload);
  } catch (error) {
    log(room, warnLevel, `messages.${type} refuses a request`, error);
    return respondError(room, slot, requestId, error);
  }
  if (entry === undefined) return respondNone(room, slot, type);
  const reply = new RequestReply(requestId);
  try {
    const result = entry.handler(room.context, clientOf(room, slot), payload, reply);
    runHook(entry.name, result);
    reply.settle(result);
    respond(room, slot, requestId, reply.status, reply.value);
  } catch (error) {
    log(room, errorLevel, `${entry.name} threw`, error);
    respondError(room, slot, requestId, error);
  }
}

/** To a request that nobody answers, among them one without a type: word for word as stock. */
function respondNone(room: RoomView, slot: Slot, type: string | number): void {
  const none = `has no onMessage("${type}") handler to answer this request.`;
  const body = { name: 'no_handler', message: `room "${room.name}" ${none}` };
  respond(room, slot, message.requestId, ResponseStatus.ERROR, body);
}

/** Throws for what cannot be packed, or for more than the room could ever send. */
function respond(room: RoomView, slot: Slot, id: number, status: number, payload: unknown): void {
  room.outlet.send(slot, response.response(id, status, payload), false);
}

/** Never throws: what a format says of a payload can be long, and a code can be anything. */
function respondError(room: RoomView, slot: Slot, id: number, error: unknown): void {
  try {
    respond(room, slot, id, ResponseStatus.ERROR, errorBodyOf(error));
  } catch {
    const body = { name: 'Error', message: 'the error cannot be sent' };
    respond(room, slot, id, ResponseStatus.ERROR, body);
  }
}

/** A handler's way to answer. The last call counts, and more than what it returns. */
class RequestReply implements Reply {
  readonly id: number;
  status: number = ResponseStatus.OK;
  value: unknown;
  #isDecided = false;

  constructor(id: number) {
    this.id = id;
  }

  reject(reason?: unknown): undefined {
    this.#decide(ResponseStatus.REJECTED, reason);
  }

  resolve(value?: unknown): undefined {
    this.#decide(ResponseStatus.OK, value);
  }

  settle(result: unknown): void {
    if (!this.#isDecided) this.value = result;
  }

  #decide(status: number, value: unknown): void {
    this.#isDecided = true;
    this.status = status;
    this.value = value;
  }
}

/** For messages that want no answer. */
const noReply: Reply = Object.freeze({
  id: undefined,
  reject: () => undefined,
  resolve: () => undefined,
});

/** As stock tells a client of an error. */
function errorBodyOf(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'Error', message: thrownText(error) };
  const { name } = error;
  const { code } = error as { code?: unknown };
  const text = error.message.slice(0, errorCharsMax);
  return code === undefined ? { name, message: text } : { name, message: text, code };
}

/** A payload that is no MessagePack, or not what the game takes: closed without a reason. */
function refuse(room: RoomView, slot: Slot, name: string, error: unknown): void {
  log(room, warnLevel, `${name} refuses a message`, error);
  close(room, slot, '');
}

function unknown(room: RoomView, slot: Slot, type: string | number): void {
  close(room, slot, `room onMessage for "${type}" not registered.`);
}

/** What else this client has sent is not looked at. */
function close(room: RoomView, slot: Slot, reason: string): void {
  room.offenders.add(slot);
  room.outlet.kick(slot, withErrorCode, reason);
}

function log(room: RoomView, level: number, what: string, thrown: unknown): void {
  const suppressed = room.messageLog.take();
  if (suppressed < 0) return;
  const error = toErrorRecord(thrown);
  const stack = error.stack?.slice(0, stackCharsMax);
  const fields = suppressed > 0 ? { stack, suppressed } : { stack };
  room.outlet.log(level, `${what}: ${error.text}`, fields);
}
