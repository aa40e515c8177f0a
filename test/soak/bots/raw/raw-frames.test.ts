/** Frames as core writes them, and cut short: read, or refused with a FrameError. */
import { Protocol } from '@colyseus/core';
import { encode } from '@colyseus/schema';
import { describe, expect, it } from 'vitest';
import {
  FrameError,
  frameCode,
  readHandshake,
  readRoomError,
} from '../../../../src/soak/bots/raw/raw-frames.ts';
import { handshakeFrame } from '../rude-server.ts';

/** A section: tag, length, bytes. */
const options = (...bytes: number[]): number[] => [2, bytes.length, ...bytes];

describe('readHandshake', () => {
  it('reads the token, and that there is no input', () => {
    expect(readHandshake(handshakeFrame())).toEqual({
      reconnectionToken: 'tok',
      inputReflection: undefined,
      stampsRender: false,
      stampsReckon: false,
      tickRate: 0,
      patchMs: 0,
    });
  });

  it('reads input sections in any order, and skips those of later versions', () => {
    const frame = handshakeFrame(...[9, 2, 1, 1], ...options(0x17, 30, 66), ...[1, 3, 7, 8, 9]);
    expect(readHandshake(frame)).toEqual({
      reconnectionToken: 'tok',
      inputReflection: Buffer.of(7, 8, 9),
      stampsRender: true,
      stampsReckon: true,
      tickRate: 30,
      patchMs: 66,
    });
  });

  it('skips the state’s reflection, however long', () => {
    const length = Buffer.alloc(9);
    const it = { offset: 0 };
    encode.number(length, 70_000, it);
    const frame = Buffer.concat([
      Buffer.from('\x0a\x03tok\x06schema'),
      length.subarray(0, it.offset),
      Buffer.alloc(70_000, 0xff),
      Buffer.from(options(2, 20)),
    ]);
    expect(readHandshake(frame)).toMatchObject({ reconnectionToken: 'tok', tickRate: 20 });
  });

  it.each([1, 20, 127, 128, 1_000, 70_000, 0.5, 16.6, 33.333333333])(
    'reads a rate of %d',
    (rate) => {
      const bytes = new Uint8Array(9);
      const it = { offset: 0 };
      encode.number(bytes, rate, it);
      const frame = handshakeFrame(...options(2, ...bytes.subarray(0, it.offset)));
      expect(readHandshake(frame).tickRate).toBeCloseTo(rate, 4);
    },
  );

  it('refuses every frame that ends too early', () => {
    const frame = handshakeFrame(...options(6, 30, 66), ...[1, 3, 7, 8, 9]);
    // Where sections begin, a shorter frame is a whole one with fewer of them.
    const wholes = [11, 16];
    for (let length = 0; length < frame.length; length++) {
      if (wholes.includes(length)) continue;
      expect(() => readHandshake(frame.subarray(0, length)), `${length} bytes`).toThrow(FrameError);
    }
    for (const length of wholes) readHandshake(frame.subarray(0, length));
  });
});

describe('readRoomError', () => {
  it.each(['no', 'x'.repeat(40), 'ü'.repeat(300), 'x'.repeat(70_000)])('reads a text', (text) => {
    const frame = Buffer.alloc(80_000);
    const it = { offset: 1 };
    encode.number(frame, 4_217, it);
    encode.string(frame, text, it);
    expect(readRoomError(frame.subarray(0, it.offset))).toBe(`4217 ${text}`);
    expect(() => readRoomError(frame.subarray(0, it.offset - 1))).toThrow(FrameError);
  });
});

it('has core’s codes', () => {
  expect(frameCode).toEqual({
    joinRoom: Protocol.JOIN_ROOM,
    error: Protocol.ERROR,
    leaveRoom: Protocol.LEAVE_ROOM,
    data: Protocol.ROOM_DATA,
    state: Protocol.ROOM_STATE,
    patch: Protocol.ROOM_STATE_PATCH,
    dataBytes: Protocol.ROOM_DATA_BYTES,
    ping: Protocol.PING,
    input: Protocol.ROOM_INPUT_RELIABLE,
    response: Protocol.ROOM_RESPONSE,
  });
});
