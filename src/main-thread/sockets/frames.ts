/**
 * Frames as bytes, on the main thread: what goes to a socket as it is (RFC 6455, unmasked binary,
 * one fragment) and what main must know of a client's frame to route it. Pure functions.
 *
 * To a client:  [ws header 2 | 4 | 10] [code] [body]
 * timed rooms:  [ws header] [code | TIMED] [sNow u32 LE] [ack u32 LE] [body]
 */
import { Protocol, ProtocolModifier } from '@colyseus/core';

/** The low bits of a frame's first byte are its code, the high ones modifiers. */
export const codeMask = 0x1f;

const finalBinary = 0x82;
const length16 = 126;
const length64 = 127;
const length7Max = 125;
const length16Max = 0xffff;
const wsHeaderBytesMax = 10;

/** What of a head is not ws's: [code] alone, or [code, sNow, ack] where the game has input. */
export const plainPrefixBytes = 1;
export const timedPrefixBytes = 9;

/** Bytes of the ws header before `payloadBytes`. */
export function wsHeaderBytes(payloadBytes: number): number {
  if (payloadBytes <= length7Max) return 2;
  return payloadBytes <= length16Max ? 4 : wsHeaderBytesMax;
}

/** Writes that header at `at`; returns where the payload goes. */
export function writeWsHeader(target: Buffer, at: number, payloadBytes: number): number {
  target[at] = finalBinary;
  if (payloadBytes <= length7Max) {
    target[at + 1] = payloadBytes;
    return at + 2;
  }
  if (payloadBytes <= length16Max) {
    target[at + 1] = length16;
    target.writeUInt16BE(payloadBytes, at + 2);
    return at + 4;
  }
  target[at + 1] = length64;
  target.writeUInt32BE(0, at + 2);
  target.writeUInt32BE(payloadBytes, at + 6);
  return at + wsHeaderBytesMax;
}

/** Bytes of everything before the body of an untimed state frame. */
export function plainHeadBytes(bodyBytes: number): number {
  return wsHeaderBytes(plainPrefixBytes + bodyBytes) + plainPrefixBytes;
}

/** Writes it at `at`; returns where the body goes. */
export function writePlainHead(
  target: Buffer,
  at: number,
  code: number,
  bodyBytes: number,
): number {
  const codeAt = writeWsHeader(target, at, plainPrefixBytes + bodyBytes);
  target[codeAt] = code;
  return codeAt + plainPrefixBytes;
}

/** Bytes of everything before the body of a timed state frame. */
export function timedHeadBytes(bodyBytes: number): number {
  return wsHeaderBytes(timedPrefixBytes + bodyBytes) + timedPrefixBytes;
}

/** Writes it at `at`; returns where the body goes, and the ack ends there. */
export function writeTimedHead(
  target: Buffer,
  at: number,
  code: number,
  bodyBytes: number,
  sNowMs: number,
  ack: number,
): number {
  const codeAt = writeWsHeader(target, at, timedPrefixBytes + bodyBytes);
  target[codeAt] = code | ProtocolModifier.TIMED;
  target.writeUInt32LE(sNowMs, codeAt + 1);
  target.writeUInt32LE(ack, codeAt + 5);
  return codeAt + timedPrefixBytes;
}

/** True for the two kinds of input frame; main never looks inside them. */
export function isInput(code: number): boolean {
  return code === Protocol.ROOM_INPUT_RELIABLE || code === Protocol.ROOM_INPUT_UNRELIABLE;
}

/** True for what a game's handlers take; main never looks inside these either. */
export function isMessage(code: number): boolean {
  return (
    code === Protocol.ROOM_DATA ||
    code === Protocol.ROOM_DATA_BYTES ||
    code === Protocol.ROOM_REQUEST
  );
}
