/**
 * The two ways this framework says no, on every thread. `UsageError` is the author's or the
 * operator's mistake and names what to change; `InvariantError` is ours. Hostile bytes are
 * neither: they are counted, clamped, or their sender is closed.
 */

/** Every code a `UsageError` can carry. The text says what; the code is for programs. */
export type UsageCode =
  | 'GAME_INVALID'
  | 'STATE_UNSUPPORTED'
  | 'CAPACITY_INVALID'
  | 'TABLE_FULL'
  | 'KEY_INVALID'
  | 'KEY_EXISTS'
  | 'STRING_TOO_LONG'
  | 'VALUE_INVALID'
  | 'ENTITY_STALE'
  | 'ARENA_FULL'
  | 'ARENA_RESET'
  | 'INPUT_MISSING'
  | 'TIMERS_FULL'
  | 'REWIND_MISSING'
  | 'HOOK_ASYNC'
  | 'LOCAL_MISSING'
  | 'OUTPUT_FULL'
  | 'OPTION_INVALID'
  | 'ROOMS_INVALID'
  | 'PORT_TAKEN';

/** A mistake in a game, an option or a command line. `message` names the field or option. */
export class UsageError extends Error {
  readonly code: UsageCode;

  constructor(code: UsageCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
    this.code = code;
  }
}

/** A bug in this framework: something that its own protocol says cannot happen did. */
export class InvariantError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InvariantError';
  }
}

/** An error as it crosses threads: structured clones lose the class and its own fields. */
export interface ErrorRecord {
  readonly name: string;
  readonly code: string | number | undefined;
  readonly text: string;
  readonly stack: string | undefined;
}

/** Flattens anything thrown into plain data that survives the trip between threads. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  const { name, code, message, stack } = (thrown ?? {}) as Record<string, unknown>;
  // Also `throw { code, message }`, as Colyseus's own rooms may.
  return {
    name: textOr('Error', name) as string,
    code: typeof code === 'number' ? code : textOr(undefined, code),
    text: textOr(undefined, message) ?? thrownText(thrown),
    stack: textOr(undefined, stack),
  };
}

/** `String(thrown)`, also of what has no string. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something without a text';
  }
}

function textOr(fallback: string | undefined, value: unknown): string | undefined {
  return typeof value === 'string' ? value : fallback;
}
