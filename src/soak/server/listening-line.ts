/**
 * The one log line by which `hypogeum serve` says that it listens: cli/serve writes it, a soak
 * that started the server reads it from the server's stdout. Thread-neutral; owns nothing.
 */

/** The line's field `listening`. Its `msg` says the same to people. */
export interface Listening {
  /** Where clients connect, such as http://127.0.0.1:2567. */
  readonly url: string;
  readonly workers: number;
  /** Names of the games, in order. */
  readonly games: readonly string[];
  /** Names of the ordinary Colyseus rooms, in order; may be missing. */
  readonly rooms?: readonly string[];
}

/** The key under which `Listening` is in the line. */
export const listeningKey = 'listening';

/** What the line says, or undefined where `line` (one parsed line of a log) is another. */
export function toListening(line: unknown): Listening | undefined {
  if (typeof line !== 'object' || line === null) return undefined;
  const value: unknown = Reflect.get(line, listeningKey);
  if (typeof value !== 'object' || value === null) return undefined;
  const listening = value as Partial<Record<keyof Listening, unknown>>;
  const isWhole = typeof listening.url === 'string' && Array.isArray(listening.games);
  return isWhole ? (value as Listening) : undefined;
}
