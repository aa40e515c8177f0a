/**
 * What a game says of its rooms besides state and rules: who is let in, how many, how rooms are
 * found. Types for authors, and the checks that `defineGame` makes; no room's data.
 */
import { UsageError } from '../base/errors.ts';
import { authBytesDefault, authBytesLimit } from '../base/limits.ts';

/** Of the request that asks for a seat. */
export interface AuthContext {
  /** Of the `Authorization: Bearer` header: the SDK's `client.auth.token`. */
  readonly token: string | undefined;
  /** The client's address; what a proxy's headers say goes first. */
  readonly ip: string | undefined;
  readonly headers: Headers;
}

/** 1 or 'asc', -1 or 'desc'. */
export type SortOrder = 1 | -1 | 'asc' | 'desc' | 'ascending' | 'descending';

export interface RoomOptions {
  /**
   * Who may have a seat. May be async: it runs on the main thread, before any room is chosen, and
   * so knows no room. What it returns must be JSON; it is `client.auth` in all other functions.
   * `false`, `null` and `undefined` refuse with AUTH_FAILED; `true` lets in without auth data; to
   * refuse otherwise throw `{ code, message }`, with a code from 400 to 599 as with stock.
   */
  onAuth?(
    token: string | undefined,
    options: Record<string, unknown>,
    context: AuthContext,
  ): unknown;
  /** Bytes of `client.auth` as JSON, at most. Default 512. */
  readonly authBytes?: number;
  /** Clients at a time; default `capacity.clients`, which bounds it. */
  readonly maxClients?: number;
  /** False: the room stays when its last client has left. Default true. */
  readonly autoDispose?: boolean;
  /** Seconds for which a seat waits for its client's connection. Default 15, as stock. */
  readonly seatReservationTimeout?: number;
  /** Options by which `join` and `joinOrCreate` tell rooms apart, as stock's `filterBy`. */
  readonly filterBy?: readonly string[];
  /** Which of several rooms is joined first, as stock's `sortBy`: `{ clients: -1 }`. */
  readonly sortBy?: Readonly<Record<string, SortOrder>>;
}

/** The options with nothing left to decide. */
export interface RoomRules {
  readonly authBytes: number;
  readonly maxClients: number;
  readonly autoDispose: boolean;
  /** undefined: stock's. */
  readonly seatReservationTimeout: number | undefined;
  readonly filterBy: readonly string[] | undefined;
  readonly sortBy: Readonly<Record<string, SortOrder>> | undefined;
}

export const roomOptionKeys: readonly (keyof RoomOptions)[] = [
  'onAuth',
  'authBytes',
  'maxClients',
  'autoDispose',
  'seatReservationTimeout',
  'filterBy',
  'sortBy',
];

const seatReservationSecondsMax = 3_600;
const sortOrders: ReadonlySet<unknown> = new Set([1, -1, 'asc', 'desc', 'ascending', 'descending']);

/** @throws UsageError GAME_INVALID, naming the option. `seats` is `capacity.clients`. */
export function roomRulesOf(options: RoomOptions, seats: number): RoomRules {
  const { autoDispose = true, maxClients = seats, authBytes = authBytesDefault } = options;
  const { seatReservationTimeout, filterBy, sortBy } = options;
  if (typeof autoDispose !== 'boolean') invalid('autoDispose: true or false was expected');
  whole('authBytes', authBytes, 8, authBytesLimit);
  whole('maxClients', maxClients, 1, seats, '; raise capacity.clients');
  if (seatReservationTimeout !== undefined) {
    const isInRange =
      seatReservationTimeout > 0 && seatReservationTimeout <= seatReservationSecondsMax;
    if (!isInRange) {
      invalid(`seatReservationTimeout: ${seatReservationTimeout} is not in 0 … 3600 (seconds)`);
    }
  }
  if (filterBy !== undefined) checkFilter(filterBy);
  if (sortBy !== undefined) checkSort(sortBy);
  return { authBytes, maxClients, autoDispose, seatReservationTimeout, filterBy, sortBy };
}

function checkFilter(filterBy: unknown): void {
  const isList = Array.isArray(filterBy) && filterBy.every((name) => typeof name === 'string');
  if (!isList) invalid("filterBy: a list of option names was expected, as ['mode']");
}

function checkSort(sortBy: object): void {
  for (const [field, order] of Object.entries(sortBy)) {
    if (sortOrders.has(order)) continue;
    invalid(`sortBy.${field}: 1, -1, 'asc' or 'desc' was expected, not ${order}`);
  }
}

function whole(name: string, value: number, least: number, most: number, advice = ''): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  invalid(`${name}: ${value} is not a whole number from ${least} to ${most}${advice}`);
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
