/**
 * Input frames of raw clients. What a client sends is drawn from frames that were encoded once per
 * input schema and thread, by @colyseus/schema itself: an encoder of its own would cost each of
 * thousands of clients 16 KiB and a class. Each thread owns its frames; a client its RawInput.
 */
import { encode, Reflection, type Schema } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import { fillRandom, inputFieldsOf, type Random, seededRandom } from '../random-input.ts';
import { frameCode, type Handshake, timedBit } from './raw-frames.ts';

/** Frames to draw from: in some 150 s at 30 Hz a client has sent each about 18 times. */
const framesKept = 256;
const framesSeed = 0x5eed;
/** A number of @colyseus/schema at its longest, and a u16. */
const stampBytesMax = 9 + 2;
/** Where a room with input names no rate. */
const inputRateDefault = 20;

/** `[code] [fields that changed]`, each a change to whatever the room holds already. */
type InputFrames = readonly Buffer[];

const framesByReflection = new Map<string, InputFrames>();

/** One client's inputs: their order, their rate, and the instants that the room wants on them. */
export class RawInput {
  readonly stepMs: number;
  /** Inputs made so far. Core counts them too: the last one that it consumed is a client's ack. */
  sent = 0;
  readonly #frames: InputFrames;
  readonly #stampsReckon: boolean;
  readonly #stampsRender: boolean;
  #lastStamp = 0;

  constructor(handshake: Handshake, reflection: Buffer) {
    this.stepMs = 1e3 / (handshake.tickRate || inputRateDefault);
    this.#stampsReckon = handshake.stampsReckon;
    this.#stampsRender = handshake.stampsRender;
    this.#frames = inputFrames(reflection);
  }

  /** The next frame. It may lie in memory that the next call writes: send it before that. */
  next(random: Random, serverNowMs: number): Buffer {
    this.sent += 1;
    const frame = this.#frames[Math.floor(random() * framesKept)] as Buffer;
    if (!this.#stampsReckon && !this.#stampsRender) return frame;
    return this.#stamped(frame, Math.max(0, Math.round(serverNowMs)));
  }

  // [code | TIMED] [change of the instant] [u16, how far behind it the screen is] [fields]
  #stamped(frame: Buffer, stamp: number): Buffer {
    if (scratch.length < frame.length + stampBytesMax) {
      scratch = Buffer.alloc(frame.length + stampBytesMax);
    }
    scratch[0] = frameCode.input | timedBit;
    cursor.offset = 1;
    encode.number(scratch, stamp - this.#lastStamp, cursor);
    this.#lastStamp = stamp;
    // No screen, so none that is behind.
    if (this.#stampsReckon && this.#stampsRender) encode.uint16(scratch, 0, cursor);
    frame.copy(scratch, cursor.offset, 1);
    return scratch.subarray(0, cursor.offset + frame.length - 1);
  }
}

let scratch = Buffer.alloc(256);
const cursor = { offset: 0 };

function inputFrames(reflection: Buffer): InputFrames {
  const key = reflection.toString('latin1');
  let frames = framesByReflection.get(key);
  if (frames === undefined) {
    frames = encodeFrames(reflection);
    framesByReflection.set(key, frames);
  }
  return frames;
}

function encodeFrames(reflection: Buffer): InputFrames {
  const { state } = Reflection.decode<Schema>(reflection, { offset: 0 });
  const InputClass = state.constructor as typeof Schema & (new () => Schema);
  Reflection.makeEncodable(InputClass);
  const input = new InputClass();
  const encoder = new InputEncoder(input);
  const fields = inputFieldsOf(input);
  const random = seededRandom(framesSeed);
  return Array.from({ length: framesKept }, () => {
    fillRandom(input, fields, random);
    return Buffer.concat([Buffer.of(frameCode.input), encoder.encode()]);
  });
}
