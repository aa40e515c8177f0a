/**
 * Every number that bounds something and is not a game's own `capacity`. Units come last in the
 * name. What an author or operator can raise says how in its comment.
 */
import { assert } from './assert.ts';

/** Rooms in one process. Raise with `createServer({ roomsMax })`. */
export const roomsMaxDefault = 4_096;
export const roomsMaxLimit = 65_536;

/** Worker threads in one process. */
export const workersLimit = 128;

/** Clients in one room: a slot is a u16 on the wire between threads. */
export const clientsLimit = 4_096;
export const clientsDefault = 64;

/** Rows in one table. The bound keeps row numbers in 24 bits. */
export const rowsLimit = 1 << 20;
export const rowsDefault = 64;
/** As above for a collection inside an entity, which every entity has its own of. */
export const ownedRowsDefault = 16;

/** Bytes of a string field and of a map key, in UTF-8. Raise per field in `capacity`. */
export const stringBytesDefault = 64;
export const keyBytesDefault = 64;
export const stringBytesLimit = 16_384;

/** Bytes of one room's memory: generated code counts places in 31 bits. */
export const roomBytesMax = 2 ** 30;

/** Fields of one schema class: index 63 collides with SWITCH_TO_STRUCTURE on the wire. */
export const fieldsLimit = 63;

/** Ticks a second. */
export const tickRateLimit = 240;

/** Steps in a row that may catch up before time is dropped and counted. As stock. */
export const catchUpStepsMax = 5;

/**
 * A visit that has taken longer starts no further step, so that a room with long steps does one a
 * visit. A room with short ones does several: with one each, rooms of 20 Hz beside one whose steps
 * take 200 ms, on one worker, got 5 steps a second.
 */
export const catchUpVisitMs = 1;

/**
 * Inputs that wait for `ctx.inputs.next` per client; the oldest is dropped, as stock. Raise with
 * `input: { type, bufferMaxSize }`.
 */
export const inputBacklogDefault = 32;
export const inputBacklogLimit = 1_024;

/** Timers of one room, where its game has a `timers` table. Raise with `capacity.timers`. */
export const timersDefault = 256;
export const timersLimit = 65_536;

/** How far back `ctx.rewind` sees. Raise with `rewind: { maxMs }`. */
export const rewindMsDefault = 500;
export const rewindMsLimit = 5_000;

/** Bytes of one frame from a client: Colyseus's ws transport closes the socket above this. */
export const clientFrameBytesMax = 4_096;

/** The ring from main to a room: base plus a share per client. */
export const inRingBytesBase = 32_768;
export const inRingBytesPerClient = 2_048;

/** Room that a game's patches and messages leave in the ring to main, for what must not be lost. */
export const answerReserveBytes = 16_384;

/** Bytes that may wait in a client's socket before it is closed as too slow. */
export const clientBacklogBytesMax = 8 * 1024 * 1024;

/** Bytes of what `onAuth` returned, as JSON, per client. Raise with defineGame's `authBytes`. */
export const authBytesDefault = 512;
export const authBytesLimit = 16_384;

/** A worker has this long to answer a room's creation or a join. `createServer({ answerMs })`. */
export const answerMsDefault = 10_000;

/** Patches between two checksums of a room's state. `createServer({ checksumEvery })`. */
export const checksumEveryLimit = 1_000_000;

/** A client that we closed has this long to read on; then its socket is destroyed. */
export const closeGraceMs = 5_000;

/** Scratch bytes of one worker's TickArena. Raise with `createServer({ arenaBytes })`. */
export const arenaBytesDefault = 16 * 1024 * 1024;

/** Arrays, lists and records that one tick may take from its arena, which remembers each. */
export const arenaViewsPerTickMax = 4_096;

/** A worker that starts plays its games this long, and rooms of this size, before it is ready. */
export const rehearsalMs = 250;
export const rehearsalBytesMax = 64 * 1024 * 1024;

/** Rooms of which a worker keeps its accessors warm. */
export const roomViewsPerWorkerMax = 1_024;

assert(clientsDefault <= clientsLimit, 'clientsDefault must be within clientsLimit');
assert(rowsDefault <= rowsLimit, 'rowsDefault must be within rowsLimit');
assert(inRingBytesBase > clientFrameBytesMax * 2, 'a ring must hold two of the largest frames');
assert(stringBytesDefault <= stringBytesLimit, 'stringBytesDefault must be within its limit');
