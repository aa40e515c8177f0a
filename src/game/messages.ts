/**
 * A game's message handlers: the forms that authors write them in, which are stock Colyseus's with
 * `ctx` in front, and the lookup that workers use. Thread-neutral; compiled once, then read only.
 */
import { UsageError } from '../base/errors.ts';
import { isStandardSchema, type SchemaOutput, type StandardSchema } from './standard-schema.ts';
import type { Payload, RoomClient } from './step-context.ts';
import { isAsyncFunction, synchronousOnly } from './synchronous.ts';

/** The way back to whoever used `room.request`; for a plain `room.send` it leads nowhere. */
export interface Reply {
  /** The request's number, or undefined for a message that wants no answer. */
  readonly id: number | undefined;
  /** Rejects the request with `reason`, whatever the handler returns. */
  reject(reason?: Payload): undefined;
  /** Answers with `value`, whatever the handler returns. */
  resolve(value?: Payload): undefined;
}

/**
 * Runs between steps. What it returns answers a request; what it throws becomes the request's
 * error and a line in the log. Must not be async. `Context` is the game's StepContext.
 */
export type MessageHandler<Context, Message> = (
  ctx: Context,
  client: RoomClient,
  payload: Message,
  reply: Reply,
) => unknown;

/** For messages that no other handler takes. `payload` of raw bytes: as in `BytesHandler`. */
export type FallbackHandler<Context> = (
  ctx: Context,
  client: RoomClient,
  type: string | number,
  payload: unknown,
) => void;

/** A handler behind a schema: it sees what the schema made of the payload, and nothing invalid. */
export interface CheckedHandler<Format, Handler> {
  readonly format: Format;
  readonly handler: Handler;
}

/**
 * By message type, a handler or `{ format, handler }`. A number's key is its digits: `7` takes
 * `room.send(7)`. `'*'` or `_` is the fallback.
 */
export type Messages<Context, Formats> = {
  readonly [Type in keyof Formats]: Type extends '*' | '_'
    ? FallbackHandler<Context>
    :
        | MessageHandler<Context, Payload>
        | CheckedHandler<
            Formats[Type] & StandardSchema,
            MessageHandler<Context, SchemaOutput<Formats[Type]>>
          >;
};

/**
 * For `room.sendBytes`. The bytes lie in the tick's arena: they are void once the handler returns,
 * so copy what must stay (`bytes.slice()`).
 */
export type BytesHandler<Context> = (ctx: Context, client: RoomClient, bytes: Uint8Array) => void;

/** By message type. A format sees the bytes, and the handler what the format makes of them. */
export type BytesMessages<Context> = Readonly<
  Record<
    string,
    | BytesHandler<Context>
    | CheckedHandler<StandardSchema, (...args: Parameters<BytesHandler<Context>>) => void>
  >
>;

export type AnyHandler = (
  ctx: unknown,
  client: RoomClient,
  payload: unknown,
  reply?: unknown,
) => unknown;

export interface MessageEntry {
  /** For the log. */
  readonly name: string;
  readonly format: StandardSchema | undefined;
  readonly handler: AnyHandler;
}

/** What workers look messages up in. */
export interface MessageTable {
  readonly data: ReadonlyMap<string, MessageEntry>;
  readonly bytes: ReadonlyMap<string, MessageEntry>;
  readonly fallback: MessageEntry | undefined;
}

/** @throws UsageError GAME_INVALID, naming the message. */
export function compileMessages(messages: object = {}, bytes: object = {}): MessageTable {
  const data = entriesOf('messages', messages);
  const fallback = data.get('_') ?? data.get('*');
  if (data.has('_') && data.has('*')) {
    invalid("messages['*'] and messages['_'] are the same fallback: leave one out");
  }
  if (fallback?.format !== undefined) {
    invalid("messages['*'].format: a fallback takes messages of every shape");
  }
  data.delete('_');
  data.delete('*');
  return { data, bytes: entriesOf('messageBytes', bytes), fallback };
}

function entriesOf(option: string, spec: object): Map<string, MessageEntry> {
  const entries = new Map<string, MessageEntry>();
  for (const [type, value] of Object.entries(spec)) {
    const path = `${option}['${type}']`;
    const name = `${option}.${type}`;
    if (typeof value === 'function') {
      entries.set(type, { name, format: undefined, handler: handlerOf(path, value) });
      continue;
    }
    const { format, handler } = (value ?? {}) as { format?: unknown; handler?: unknown };
    if (format === undefined && handler === undefined) handlerOf(path, value);
    if (!isStandardSchema(format)) {
      invalid(`${path}.format: a Standard Schema was expected (zod, valibot, arktype …)`);
    }
    entries.set(type, { name, format, handler: handlerOf(`${path}.handler`, handler) });
  }
  return entries;
}

function handlerOf(path: string, value: unknown): AnyHandler {
  if (typeof value !== 'function') invalid(`${path}: a function was expected, not ${typeof value}`);
  if (isAsyncFunction(value)) invalid(`${path}: must not be async, ${synchronousOnly}`);
  return value as AnyHandler;
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
