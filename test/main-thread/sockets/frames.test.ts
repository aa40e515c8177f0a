/** Framing against the real ws Receiver, and message types against the real encoder. */
import type { Writable } from 'node:stream';
import { Protocol } from '@colyseus/core';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import {
  isInput,
  isMessage,
  plainHeadBytes,
  timedHeadBytes,
  writePlainHead,
  writeTimedHead,
  writeWsHeader,
  wsHeaderBytes,
} from '../../../src/main-thread/sockets/frames.ts';

/** ws exports it for Node's own use; @types/ws does not know. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean }) => Writable;
};

/** Lengths at which the header changes, and some between. */
const bodyLengths = [0, 1, 116, 117, 124, 125, 126, 127, 65_526, 65_534, 65_535, 65_536, 200_000];

/** The messages that ws makes of these bytes. */
async function parse(bytes: Buffer): Promise<Buffer[]> {
  const receiver = new Receiver({ isServer: false });
  const messages: Buffer[] = [];
  const isBinary: boolean[] = [];
  receiver.on('message', (data: Buffer, binary: boolean) => {
    messages.push(data);
    isBinary.push(binary);
  });
  await new Promise((resolve, reject) => {
    receiver.once('error', reject);
    receiver.end(bytes, () => resolve(undefined));
  });
  expect(isBinary).toEqual(messages.map(() => true));
  return messages;
}

function body(bytes: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 31) & 0xff));
}

test.for(bodyLengths)('an untimed frame of %i bytes is one binary message', async (bytes) => {
  const content = body(bytes);
  const framed = Buffer.alloc(plainHeadBytes(bytes) + bytes);
  expect(writePlainHead(framed, 0, Protocol.ROOM_STATE_PATCH, bytes)).toBe(plainHeadBytes(bytes));
  content.copy(framed, plainHeadBytes(bytes));
  const messages = await parse(framed);
  expect(messages).toEqual([Buffer.concat([Buffer.of(Protocol.ROOM_STATE_PATCH), content])]);
});

test.for(bodyLengths)('a timed frame of %i bytes carries time and ack', async (bytes) => {
  const content = body(bytes);
  const head = timedHeadBytes(bytes);
  const framed = Buffer.alloc(3 + head + bytes);
  const end = writeTimedHead(framed, 3, Protocol.ROOM_STATE, bytes, 0xfedcba98, 0x89abcdef);
  expect(end).toBe(3 + head);
  content.copy(framed, end);
  const [message] = await parse(framed.subarray(3));
  expect(message?.[0]).toBe(Protocol.ROOM_STATE | 0x80);
  expect(message?.readUInt32LE(1)).toBe(0xfedcba98);
  expect(message?.readUInt32LE(5)).toBe(0x89abcdef);
  expect(message?.subarray(9)).toEqual(content);
});

test('frames one behind the other stay apart', async () => {
  const parts = [5, 300, 70_000].map((bytes) => {
    const framed = Buffer.alloc(wsHeaderBytes(bytes) + bytes);
    body(bytes).copy(framed, writeWsHeader(framed, 0, bytes));
    return framed;
  });
  expect((await parse(Buffer.concat(parts))).map((message) => message.length)).toEqual([
    5, 300, 70_000,
  ]);
});

test('both kinds of input are input, and nothing else is', () => {
  const inputs = Object.values(Protocol).filter(isInput);
  expect(inputs).toEqual([Protocol.ROOM_INPUT_RELIABLE, Protocol.ROOM_INPUT_UNRELIABLE]);
});

test('messages, bytes and requests are messages, and nothing else is', () => {
  const messages = Object.values(Protocol).filter(isMessage);
  expect(messages).toEqual([Protocol.ROOM_DATA, Protocol.ROOM_DATA_BYTES, Protocol.ROOM_REQUEST]);
});
