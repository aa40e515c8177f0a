/** Asks a Colyseus server for a seat, as the SDK does. Runs in the clients' process. */

/** Where a client's socket goes. */
export interface Seat {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly roomId: string;
}

/** What all Colyseus servers answer to a matchmaking request. */
interface Reservation {
  readonly processId: string;
  readonly roomId: string;
  readonly sessionId: string;
  readonly error?: string;
}

export function createRoom(url: string, room: string, options: object): Promise<Seat> {
  return matchmake(url, `create/${room}`, options);
}

export function joinRoom(url: string, roomId: string, options: object): Promise<Seat> {
  return matchmake(url, `joinById/${roomId}`, options);
}

async function matchmake(url: string, what: string, options: object): Promise<Seat> {
  const response = await fetch(`${url}/matchmake/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(options),
  });
  const { processId, roomId, sessionId, error } = (await response.json()) as Reservation;
  if (!response.ok) throw new Error(`${what}: ${error ?? response.status}`);
  const { hostname, port } = new URL(url);
  const path = `/${processId}/${roomId}?sessionId=${sessionId}`;
  return { host: hostname, port: Number(port), path, roomId };
}
