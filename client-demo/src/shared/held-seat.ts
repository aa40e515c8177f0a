// A page that is loaded again takes back the seat that it left, while the room still holds it.
// Keeps the seat's token in this tab, from the page's end to its next beginning.
import type { Connection } from './connection.ts';
import { readLink } from './links.ts';

const storageKey = 'hypogeum.seat';

interface HeldSeat {
  readonly roomId: string;
  readonly token: string;
}

/** Call it once, after the page's start screen was made. `options`: for a join, if it is gone. */
export function holdSeat<State>(connection: Connection<State>, options: object): void {
  const held = take();
  const link = readLink(location.hash);
  if (held !== undefined && link?.roomId === held.roomId) {
    void connection.join({ kind: 'room', roomId: held.roomId, seat: held.token }, options);
  }
  addEventListener('pagehide', () => {
    const { room, status } = connection;
    if (room === undefined || status.phase === 'lost') return;
    put({ roomId: room.roomId, token: room.reconnectionToken });
  });
}

// Storage may be switched off: then a page that is loaded again joins anew.
function put(held: HeldSeat): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(held));
  } catch {
    console.info('this browser does not keep the seat');
  }
}

/** Once: a token is good for one return. */
function take(): HeldSeat | undefined {
  try {
    const text = sessionStorage.getItem(storageKey);
    sessionStorage.removeItem(storageKey);
    const held: unknown = text === null ? undefined : JSON.parse(text);
    return isHeld(held) ? held : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(value: unknown): value is HeldSeat {
  if (typeof value !== 'object' || value === null) return false;
  const { roomId, token } = value as Record<string, unknown>;
  return typeof roomId === 'string' && typeof token === 'string';
}
