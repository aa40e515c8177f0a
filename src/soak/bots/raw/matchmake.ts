/**
 * Matchmaking over HTTP, as the stock SDK does it: ask for a seat, and where to connect for it.
 * Thread-neutral; owns nothing.
 */
import type { Destination } from '../bot.ts';

/** What the matchmaker answers: a place in a room, kept for some seconds. */
export interface Seat {
  readonly roomId: string;
  readonly sessionId: string;
  readonly processId: string;
  /** Host, port and path of the process that has the room, where there are several. */
  readonly publicAddress: string | undefined;
}

/** Asks the server at `serverUrl` (http or ws) for a seat. Rejects with the server's own words. */
export async function reserveSeat(
  serverUrl: string,
  destination: Destination,
  options: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Seat> {
  const [method, name] =
    'create' in destination ? ['create', destination.create] : ['joinById', destination.joinById];
  const base = serverUrl.replace(/^ws/, 'http').replace(/\/$/, '');
  const response = await fetch(`${base}/matchmake/${method}/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(options),
    signal: signal ?? null,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(refusalText(text) ?? `matchmaking: HTTP ${response.status}`);
  const seat = toSeat(parseJson(text));
  if (seat === undefined) throw new Error(`matchmaking: no seat in ${text.slice(0, 100)}`);
  return seat;
}

/** Where to connect for a seat. With `reconnectionToken`: to come back to it. */
export function seatUrl(serverUrl: string, seat: Seat, reconnectionToken?: string): string {
  const server = new URL(serverUrl.replace(/^http/, 'ws'));
  const path = server.pathname.replace(/\/$/, '');
  const address = seat.publicAddress ?? `${server.host}${path}`;
  const url = new URL(`${server.protocol}//${address}/${seat.processId}/${seat.roomId}`);
  url.searchParams.set('sessionId', seat.sessionId);
  if (reconnectionToken !== undefined) {
    url.searchParams.set('reconnectionToken', reconnectionToken);
    url.searchParams.set('skipHandshake', 'true');
  }
  return url.href;
}

function toSeat(value: unknown): Seat | undefined {
  const seat = (value ?? {}) as Partial<Record<keyof Seat, unknown>>;
  const { roomId, sessionId, processId, publicAddress } = seat;
  if (typeof roomId !== 'string' || typeof sessionId !== 'string') return undefined;
  if (typeof processId !== 'string') return undefined;
  const address = typeof publicAddress === 'string' && publicAddress ? publicAddress : undefined;
  return { roomId, sessionId, processId, publicAddress: address };
}

/** Core answers `{ code, error }`. */
function refusalText(body: string): string | undefined {
  const { message, error } = (parseJson(body) ?? {}) as { message?: unknown; error?: unknown };
  const text = message ?? error;
  return typeof text === 'string' ? text : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
