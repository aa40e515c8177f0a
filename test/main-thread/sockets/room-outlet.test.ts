/** The fan-out: who gets what in which order, and that it arrives whole over real sockets. */
import { Protocol } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientBacklogBytesMax } from '../../../src/base/limits.ts';
import { FromRoom, MessageFlag, roomSlot } from '../../../src/channel/records.ts';
import { socketOf } from '../../../src/main-thread/colyseus-internals.ts';
import { ClientSink } from '../../../src/main-thread/sockets/client-sink.ts';
import { Loopback, until } from './loopback.ts';
import { makeOutlet, plainClient, slot } from './outlet-stage.ts';

const timed = (code: number) => code | 0x80;

/** Acks of slots 0 … n-1, then the schema bytes. */
function patchBody(acks: readonly number[], body: Uint8Array): Buffer {
  const head = Buffer.alloc(acks.length * 4);
  for (const [at, ack] of acks.entries()) head.writeUInt32LE(ack, at * 4);
  return Buffer.concat([head, body]);
}

function timedFrame(code: number, sNowMs: number, ack: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head[0] = timed(code);
  head.writeUInt32LE(sNowMs, 1);
  head.writeUInt32LE(ack, 5);
  return Buffer.concat([head, body]);
}

describe('what goes to whom, in which order', () => {
  test('a patch goes to those who have their full state, and to nobody before', () => {
    const { ring, outlet } = makeOutlet(false);
    const [first, second] = [plainClient(), plainClient()];
    outlet.attach(slot(0), first.sink);
    outlet.attach(slot(1), second.sink);
    ring.write(FromRoom.PATCH, 0, 1, 0, Buffer.from('p1'));
    ring.write(FromRoom.FULL_STATE, 1, 2, 0, Buffer.from('full'));
    ring.write(FromRoom.PATCH, 0, 3, 0, Buffer.from('p2'));
    outlet.read();
    expect(first.sent).toEqual([]);
    expect(second.sent.map(String)).toEqual(['\x0efull', '\x0fp2']);
  });

  test('messages wait for the full state and follow it, in order, as with stock', () => {
    const { ring, outlet } = makeOutlet(false);
    const { sent, sink } = plainClient();
    outlet.attach(slot(2), sink);
    ring.write(FromRoom.SEND, 2, 0, 0, Buffer.from('\rone'));
    ring.write(FromRoom.BROADCAST, 0, 0, 0, Buffer.from('\rtwo'));
    outlet.read();
    expect(sent).toEqual([]);
    ring.write(FromRoom.FULL_STATE, 2, 0, 0, Buffer.from('full'));
    ring.write(FromRoom.SEND, 2, 0, 0, Buffer.from('\rthree'));
    ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p'));
    ring.write(FromRoom.BROADCAST, 0, 0, 0, Buffer.from('\rfour'));
    outlet.read();
    expect(sent.map(String)).toEqual(['\x0efull', '\rone', '\rtwo', '\rthree', '\x0fp', '\rfour']);
  });

  test('what is about the patch before it is not kept for those who did not get that', () => {
    const { ring, outlet } = makeOutlet(false);
    const [first, second] = [plainClient(), plainClient()];
    outlet.attach(slot(0), first.sink);
    outlet.attach(slot(1), second.sink);
    const { WITH_STATE } = MessageFlag;
    ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
    ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p1'));
    ring.write(FromRoom.BROADCAST, roomSlot, 0, WITH_STATE, Buffer.from('\rsum1'));
    ring.write(FromRoom.SEND, 1, 0, WITH_STATE, Buffer.from('\rstate1'));
    ring.write(FromRoom.FULL_STATE, 1, 0, 0, Buffer.from('full'));
    ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p2'));
    ring.write(FromRoom.BROADCAST, roomSlot, 0, WITH_STATE, Buffer.from('\rsum2'));
    ring.write(FromRoom.SEND, 1, 0, WITH_STATE, Buffer.from('\rstate2'));
    outlet.read();
    expect(first.sent.map(String)).toEqual(['\x0efull', '\x0fp1', '\rsum1', '\x0fp2', '\rsum2']);
    expect(second.sent.map(String)).toEqual(['\x0efull', '\x0fp2', '\rsum2', '\rstate2']);
  });

  test('bytes are counted by recipient, ws headers included, whatever they are sent as', () => {
    for (const isTimed of [false, true]) {
      const { ring, outlet } = makeOutlet(isTimed);
      const clients = [plainClient(), plainClient()];
      for (const [at, { sink }] of clients.entries()) outlet.attach(slot(at), sink);
      const body = Buffer.alloc(200);
      for (const at of [0, 1]) ring.write(FromRoom.FULL_STATE, at, 0, 0, body);
      ring.write(FromRoom.PATCH, roomSlot, 0, 0, body);
      ring.write(FromRoom.SEND, 0, 0, 0, Buffer.from('\rone'));
      ring.write(FromRoom.BROADCAST, roomSlot, 0, 0, Buffer.from('\rtwo'));
      outlet.read();
      const frames = clients.flatMap(({ sent }) => sent);
      expect(frames).toHaveLength(7);
      // Two bytes up to 125 of payload, four beyond.
      const bytes = frames.map((frame) => frame.length + (frame.length > 125 ? 4 : 2));
      expect(outlet.bytesSent).toBe(bytes.reduce((sum, own) => sum + own, 0));
    }
  });

  test('a timed patch carries each recipient its own ack, 0 beyond those written', () => {
    const { ring, outlet } = makeOutlet(true);
    const clients = [plainClient(), plainClient(), plainClient()];
    for (const [at, { sink }] of clients.entries()) {
      outlet.attach(slot(at), sink);
      ring.write(FromRoom.FULL_STATE, at, 70, at + 50, Buffer.from('full'));
    }
    const body = Buffer.from('patch');
    ring.write(FromRoom.PATCH, 0, 4_000_000_000, 2, patchBody([11, 3_000_000_000], body));
    outlet.read();
    const acks = [11, 3_000_000_000, 0];
    for (const [at, { sent }] of clients.entries()) {
      expect(sent).toEqual([
        timedFrame(Protocol.ROOM_STATE, 70, at + 50, Buffer.from('full')),
        timedFrame(Protocol.ROOM_STATE_PATCH, 4_000_000_000, acks[at] as number, body),
      ]);
    }
  });

  test('who has left gets nothing, and a record for an empty slot is no error', () => {
    const { ring, outlet } = makeOutlet(false);
    const { sent, sink } = plainClient();
    outlet.attach(slot(0), sink);
    ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
    outlet.read();
    outlet.detach(slot(0));
    ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p'));
    ring.write(FromRoom.SEND, 0, 0, 0, Buffer.from('m'));
    ring.write(FromRoom.FULL_STATE, 5, 0, 0, Buffer.from('full'));
    outlet.read();
    expect(sent).toHaveLength(1);
  });

  test('what is not for sockets is announced', () => {
    const { ring, outlet, events } = makeOutlet(false);
    const error = { name: 'Error', code: 7, text: 'no', stack: 's' };
    const json = Buffer.from(JSON.stringify(error));
    ring.write(FromRoom.CREATED, 0, 0, 0, Buffer.alloc(0));
    ring.write(FromRoom.JOINED, 4, 0, 0, Buffer.alloc(0));
    ring.write(FromRoom.REJECTED, 4, 0, 0, json);
    ring.write(FromRoom.REJECTED, roomSlot, 0, 0, json);
    ring.write(FromRoom.LEFT, 4, 0, 0, Buffer.alloc(0));
    ring.write(FromRoom.KICK, 3, 4_001, 0, Buffer.from('größer'));
    ring.write(FromRoom.LOG, 0, 30, 0, Buffer.from('{"msg":"hi"}'));
    ring.write(FromRoom.FAILED, 0, 99, 0, json);
    ring.write(FromRoom.DISPOSED, 0, 0, 0, Buffer.alloc(0));
    outlet.read();
    expect(events).toEqual([
      ['created'],
      ['joined', 4],
      ['rejected', 4, error],
      ['refused', error],
      ['left', 4],
      ['kicked', 3, 4_001, 'größer'],
      ['logged', 30, { msg: 'hi' }],
      ['failed', 99, error],
      ['disposed'],
    ]);
  });
});

describe('over real sockets', () => {
  let loopback: Loopback;
  beforeAll(() => {
    loopback = new Loopback();
  });
  afterAll(() => loopback.close());

  const sizes = [1, 100, 125, 4_000, 5_000, 70_000, 300_000];

  test.for([true, false])('what one is slow to read is its own, timed: %s', async (isTimed) => {
    const { ring, outlet } = makeOutlet(isTimed);
    const [slow, quick] = [await loopback.connect(), await loopback.connect()];
    for (const [at, { client }] of [slow, quick].entries()) {
      outlet.attach(slot(at), new ClientSink(client));
      ring.write(FromRoom.FULL_STATE, at, 0, 0, Buffer.from('full'));
    }
    outlet.read();
    slow.peer.pause();
    const acks = isTimed ? [1, 2] : [];
    const patches = 60;
    for (let patch = 0; patch < patches; patch++) {
      ring.write(FromRoom.PATCH, 0, 9, acks.length, patchBody(acks, Buffer.alloc(200_000, patch)));
      outlet.read();
      await until(() => quick.received.length === 2 + patch);
    }
    expect(socketOf(slow.client.ref)?.writableLength).toBeGreaterThan(200_000);
    slow.peer.resume();
    await until(() => slow.received.length === 1 + patches);
    for (const [at, { received }] of [slow, quick].entries()) {
      for (let patch = 0; patch < patches; patch++) {
        const body = Buffer.alloc(200_000, patch);
        const code = Protocol.ROOM_STATE_PATCH;
        const whole = isTimed ? timedFrame(code, 9, at + 1, body) : Buffer.from([code, ...body]);
        expect(received[1 + patch]?.equals(whole), `patch ${patch}`).toBe(true);
      }
    }
  });

  test.for([true, false])('frames of all sizes arrive whole, timed: %s', async (isTimed) => {
    const { ring, outlet } = makeOutlet(isTimed);
    const pairs = [await loopback.connect(), await loopback.connect(), await loopback.connect()];
    const bodies = sizes.map((size) => Buffer.alloc(size, size & 0x7f));
    for (const [at, { client }] of pairs.entries()) {
      outlet.attach(slot(at), new ClientSink(client));
      ring.write(FromRoom.FULL_STATE, at, 5, at, Buffer.from('full'));
      ring.write(FromRoom.SEND, at, 0, 0, Buffer.from('message'));
    }
    outlet.read();
    const acks = isTimed ? [1, 2, 3] : [];
    for (const body of bodies) {
      ring.write(FromRoom.PATCH, 0, 9, acks.length, patchBody(acks, body));
      ring.write(FromRoom.BROADCAST, 0, 0, 0, Buffer.from('to all'));
      outlet.read();
    }
    await until(() => pairs.every(({ received }) => received.length === 2 + 2 * sizes.length));
    for (const [at, { received }] of pairs.entries()) {
      const state = (code: number, ack: number, sNowMs: number, body: Buffer) =>
        isTimed ? timedFrame(code, sNowMs, ack, body) : Buffer.concat([Buffer.of(code), body]);
      const expected = [state(Protocol.ROOM_STATE, at, 5, Buffer.from('full'))];
      expected.push(Buffer.from('message'));
      for (const body of bodies) {
        expected.push(state(Protocol.ROOM_STATE_PATCH, at + 1, 9, body), Buffer.from('to all'));
      }
      for (const [frame, bytes] of expected.entries()) {
        expect(received[frame]?.equals(bytes), `frame ${frame}`).toBe(true);
      }
    }
  });

  test('a reader that stops gets every byte as it was, once it reads again', async () => {
    const { ring, outlet } = makeOutlet(true);
    const { client, peer, received } = await loopback.connect();
    outlet.attach(slot(0), new ClientSink(client));
    ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
    outlet.read();
    await until(() => received.length === 1);
    peer.pause();
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      // Small and large by turns: whole copies, then head and shared body behind a backlog.
      const body = Buffer.alloc(round % 2 === 0 ? 2_000 : 30_000, round);
      ring.write(FromRoom.PATCH, 0, round, 1, patchBody([round], body));
      outlet.read();
      // The ring's bytes are written over by later rounds, as a busy room does.
    }
    expect(socketOf(client.ref)?.writableLength).toBeGreaterThan(0);
    peer.resume();
    await until(() => received.length === 1 + rounds);
    for (let round = 0; round < rounds; round++) {
      const body = Buffer.alloc(round % 2 === 0 ? 2_000 : 30_000, round);
      const expected = timedFrame(Protocol.ROOM_STATE_PATCH, round, round, body);
      expect(received[1 + round]?.equals(expected), `round ${round}`).toBe(true);
    }
  });

  test('a backlog above the limit is reported, an endless wait for the state too', async () => {
    const { ring, outlet, events } = makeOutlet(false);
    const { client, peer, received } = await loopback.connect();
    outlet.attach(slot(0), new ClientSink(client));
    outlet.attach(slot(1), plainClient().sink);
    ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
    outlet.read();
    await until(() => received.length === 1);
    peer.pause();
    const body = Buffer.alloc(400_000);
    const roundsMax = 200;
    for (let round = 0; round < roundsMax && events.length === 0; round++) {
      ring.write(FromRoom.PATCH, 0, 0, 0, body);
      outlet.read();
    }
    expect(events).toEqual([['tooSlow', 0]]);
    outlet.detach(slot(0));
    events.length = 0;
    const needed = Math.floor(clientBacklogBytesMax / body.length) + 1;
    for (let round = 0; round < needed; round++) {
      ring.write(FromRoom.BROADCAST, 0, 0, 0, body);
      outlet.read();
    }
    expect(events).toEqual([['tooSlow', 1]]);
  });
});
