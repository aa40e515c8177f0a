/**
 * The one place that names members of @colyseus/core, @colyseus/ws-transport and ws that their
 * types call private, on the main thread. Each says why it is needed; test/contract/ pins each
 * against the installed packages, whose versions are exact, and fails when an upgrade moves one.
 */
import type { Socket } from 'node:net';
import {
  type Client,
  type ClientPrivate,
  type IRoomCache,
  Room,
  RoomInternalState,
  updateLobby,
} from '@colyseus/core';
import { WebSocketClient } from '@colyseus/ws-transport';
import type { WebSocket } from 'ws';

/** A client as core's rooms hold it: the public face and the bookkeeping of a connection. */
export type RoomClient = Client & ClientPrivate;

type OnMessage = (this: Room, client: RoomClient, frame: Buffer) => void;

interface RoomPrivates {
  /** Every frame that a joined socket sends ends here: core binds it to the client at the join. */
  _onMessage: OnMessage;
  readonly _internalState: RoomInternalState;
  /** By session id: [options, auth, is consumed, waits for a reconnection]. */
  readonly _reservedSeats: Record<string, readonly [unknown, unknown, boolean?, boolean?]>;
  readonly _reservedSeatTimeouts: Record<string, NodeJS.Timeout>;
  _autoDisposeTimeout: NodeJS.Timeout | undefined;
}

/**
 * Makes `onFrame` the first to see what the clients of `roomClass` send. Why: input frames must
 * reach a worker undecoded, and core would decode them here. Core looks the method up on the
 * room when a client joins, so an override on the prototype is seen by every room of the class.
 */
export function overrideOnMessage<Kind extends Room>(
  roomClass: { readonly prototype: Kind },
  onFrame: (this: Kind, client: RoomClient, frame: Buffer) => void,
): void {
  (roomClass.prototype as unknown as RoomPrivates)._onMessage = onFrame as OnMessage;
}

/** Core's own handling of a frame: acks, pings, leaves, requests, main-thread handlers. */
export function coreOnMessage(room: Room, client: RoomClient, frame: Buffer): void {
  // Looked up at each call: core's simulated latency replaces it.
  (Room.prototype as unknown as RoomPrivates)._onMessage.call(room, client, frame);
}

/**
 * Core is emptying the room to dispose of it. Why: it still lets in whoever has a seat, after it
 * has closed the others; such a room would never be empty, and a shutdown would wait in vain.
 */
export function isDisposing(room: Room): boolean {
  return (room as unknown as RoomPrivates)._internalState === RoomInternalState.DISPOSING;
}

/**
 * Takes back every seat whose client has not come yet. Why: a room that is disconnected has to
 * wait for them, up to their 15 s, although core will not let them in any more.
 */
export function releaseReservedSeats(room: Room): void {
  const { _reservedSeats: seats, _reservedSeatTimeouts: timeouts } =
    room as unknown as RoomPrivates;
  for (const [sessionId, [, , isConsumed, isWaiting]] of Object.entries(seats)) {
    if (isConsumed === true || isWaiting === true) continue;
    clearTimeout(timeouts[sessionId]);
    delete timeouts[sessionId];
    delete seats[sessionId];
  }
  cancelAutoDispose(room);
}

/** Undoes what core does when a reservation has ended: the room may end as soon as it is empty. */
export function cancelAutoDispose(room: Room): void {
  const privates = room as unknown as RoomPrivates;
  clearTimeout(privates._autoDisposeTimeout);
  privates._autoDisposeTimeout = undefined;
}

/** ws's parts that a direct write must look at first. */
interface WsPrivates {
  /** The TCP socket: bytes written here are on the wire as they are. */
  readonly _socket: Socket | null;
  readonly _sender: WsSender;
  /** Negotiated extensions by name. */
  readonly _extensions: Readonly<Record<string, unknown>>;
}

interface WsSender {
  /** 0: nothing is being compressed or read; frames go to the socket at once. */
  readonly _state: number;
  /** Frames that wait for that; a direct write would overtake them. */
  readonly _queue: readonly unknown[];
  /** False in the middle of a fragmented message: another data frame may not come between. */
  readonly _firstFragment: boolean;
}

const senderIdle = 0;
const deflateExtension = 'permessage-deflate';
/** The transport's own `raw`; core's simulated latency puts another in its place. */
const transportRaw = WebSocketClient.prototype.raw;

/** The ws connection under a client, or undefined when another transport is in use. */
export function webSocketOf(client: Client): WebSocket | undefined {
  return client instanceof WebSocketClient ? client.ref : undefined;
}

/**
 * A closed client has `graceMs` to read what its socket holds and to say goodbye; then the socket
 * is destroyed, and what it holds with it. ws itself waits 30 s.
 */
export function terminateAfter(client: Client, graceMs: number): void {
  const ws = webSocketOf(client);
  if (ws === undefined) return;
  const timer = setTimeout(() => ws.terminate(), graceMs).unref();
  ws.once('close', () => clearTimeout(timer));
}

/**
 * Closes a connection that no client of core's refers to any more: after a reconnection its former
 * client has the new one.
 */
export function closeConnection(ref: unknown, code: number): void {
  const ws = ref as WebSocket;
  if (ws.readyState === ws.OPEN) ws.close(code);
}

/** The TCP socket under a ws connection; null once it is gone. */
export function socketOf(ws: WebSocket): Socket | null {
  return (ws as unknown as WsPrivates)._socket;
}

/**
 * The socket to which a whole unmasked frame may be written now, or null when only ws's own
 * `send` is safe. Why at all: `ws.send` costs 8-9 us and frames for each recipient anew; one
 * buffer framed once and written to each socket costs 5 us.
 */
export function directSocketOf(client: Client, ws: WebSocket): Socket | null {
  if (ws.readyState !== ws.OPEN || client.raw !== transportRaw) return null;
  const { _socket: socket, _sender: sender, _extensions: extensions } = ws as unknown as WsPrivates;
  if (sender._state !== senderIdle || sender._queue.length > 0) return null;
  if (!sender._firstFragment || extensions[deflateExtension] !== undefined) return null;
  return socket;
}

/**
 * Tells every lobby that a room is gone. Why: core does so from the room itself, and this one's
 * process is dead; all that is left of it is its listing.
 */
export function unlistRoom(listing: IRoomCache): void {
  updateLobby({ _listing: listing } as unknown as Room, true);
}
