/**
 * The first bytes of a room's memory: its identity, its clock, its counters and two histograms.
 * Main writes `fingerprint` and `startedAtMs` when the room opens, and `heavyMs` at any time. All
 * else is written by the holder of the room's lease only, and any thread may read (a statistic may
 * be a tick old).
 *
 *   f64 words: [startedAtMs | nextStepAtMs | patchBytes]
 *   u32 words: [fingerprint | flags | tick | droppedSteps | patches | deferredPatches |
 *               inputErrors | nextRefId | patchCountdown | messagesDropped | holdsMessages |
 *               stepsBehind | heavyMs]
 *   LogHistogram of lateness, LogHistogram of the step's time, both in µs
 */
import { LogHistogram } from '../base/log-histogram.ts';

const f64Words = 8;
const u32Words = 16;
const u32Offset = f64Words * 8;
const latenessOffset = u32Offset + u32Words * 4;
const stepOffset = latenessOffset + LogHistogram.words * 4;

export const roomHeaderBytes = stepOffset + LogHistogram.words * 4;

/** Word of `flags`: what the room has been through. */
export const RoomFlag = {
  CREATED: 1,
  FAILED: 2,
  DISPOSED: 4,
  /** Does not dispose of itself when the last client has left. */
  STAYS: 8,
} as const;

const F64 = { STARTED_AT: 0, NEXT_STEP_AT: 1, PATCH_BYTES: 2 } as const;
const U32 = {
  FINGERPRINT: 0,
  FLAGS: 1,
  TICK: 2,
  DROPPED_STEPS: 3,
  PATCHES: 4,
  DEFERRED_PATCHES: 5,
  INPUT_ERRORS: 6,
  NEXT_REF_ID: 7,
  PATCH_COUNTDOWN: 8,
  MESSAGES_DROPPED: 9,
  HOLDS_MESSAGES: 10,
  STEPS_BEHIND: 11,
  HEAVY_MS: 12,
} as const;

export class RoomHeader {
  /** How late steps began, µs. */
  readonly lateness: LogHistogram;
  /** How long visits that stepped took, publishing included, µs. */
  readonly stepTime: LogHistogram;
  readonly #f64: Float64Array;
  readonly #u32: Uint32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#f64 = new Float64Array(memory, 0, f64Words);
    this.#u32 = new Uint32Array(memory, u32Offset, u32Words);
    this.lateness = histogramAt(memory, latenessOffset);
    this.stepTime = histogramAt(memory, stepOffset);
  }

  /** Main, before anybody else knows the room. */
  open(fingerprint: number, startedAtMs: number): void {
    this.#u32[U32.FINGERPRINT] = fingerprint;
    this.#f64[F64.STARTED_AT] = startedAtMs;
    this.#f64[F64.NEXT_STEP_AT] = Number.POSITIVE_INFINITY;
  }

  get fingerprint(): number {
    return this.#u32[U32.FINGERPRINT];
  }
  /** ms of base/clock: when the room was opened. */
  get startedAtMs(): number {
    return this.#f64[F64.STARTED_AT];
  }
  /** ms of base/clock: when the next step is due; Infinity until the room is created. */
  get nextStepAtMs(): number {
    return this.#f64[F64.NEXT_STEP_AT];
  }
  set nextStepAtMs(value: number) {
    this.#f64[F64.NEXT_STEP_AT] = value;
  }
  has(flag: number): boolean {
    return (this.#u32[U32.FLAGS] & flag) !== 0;
  }
  raise(flag: number): void {
    this.#u32[U32.FLAGS] |= flag;
  }
  lower(flag: number): void {
    this.#u32[U32.FLAGS] &= ~flag;
  }
  /** Steps run so far. */
  get tick(): number {
    return this.#u32[U32.TICK];
  }
  set tick(value: number) {
    this.#u32[U32.TICK] = value;
  }
  /** Steps whose time was dropped because the room could not catch up. */
  get droppedSteps(): number {
    return this.#u32[U32.DROPPED_STEPS];
  }
  set droppedSteps(value: number) {
    this.#u32[U32.DROPPED_STEPS] = value;
  }
  get patches(): number {
    return this.#u32[U32.PATCHES];
  }
  get patchBytes(): number {
    return this.#f64[F64.PATCH_BYTES];
  }
  countPatch(bytes: number): void {
    this.#u32[U32.PATCHES]++;
    this.#f64[F64.PATCH_BYTES] += bytes;
  }
  /** Patches put off because main had not emptied the ring; their changes went out later. */
  get deferredPatches(): number {
    return this.#u32[U32.DEFERRED_PATCHES];
  }
  countDeferredPatch(): void {
    this.#u32[U32.DEFERRED_PATCHES]++;
  }
  /** Input frames that were no input of this game. */
  get inputErrors(): number {
    return this.#u32[U32.INPUT_ERRORS];
  }
  countInputError(): void {
    this.#u32[U32.INPUT_ERRORS]++;
  }
  /** Messages to clients that found the ring full. */
  get messagesDropped(): number {
    return this.#u32[U32.MESSAGES_DROPPED];
  }
  countMessageDropped(): void {
    this.#u32[U32.MESSAGES_DROPPED]++;
  }
  /** Main holds messages back that go out after the next patch. */
  get holdsMessages(): boolean {
    return this.#u32[U32.HOLDS_MESSAGES] !== 0;
  }
  set holdsMessages(value: boolean) {
    this.#u32[U32.HOLDS_MESSAGES] = value ? 1 : 0;
  }

  /** Steps in a row after which the next was due already. */
  get stepsBehind(): number {
    return this.#u32[U32.STEPS_BEHIND];
  }
  set stepsBehind(value: number) {
    this.#u32[U32.STEPS_BEHIND] = value;
  }
  /** Main's to set: each step takes so much longer, ms. 0 unless somebody tries what that does. */
  get heavyMs(): number {
    return this.#u32[U32.HEAVY_MS];
  }
  set heavyMs(value: number) {
    this.#u32[U32.HEAVY_MS] = value;
  }
  /** Steps until the next patch is due. */
  get patchCountdown(): number {
    return this.#u32[U32.PATCH_COUNTDOWN];
  }
  set patchCountdown(value: number) {
    this.#u32[U32.PATCH_COUNTDOWN] = value;
  }
  /** refIds rise for ever, as stock's; the first is set when the room is created. */
  get nextRefId(): number {
    return this.#u32[U32.NEXT_REF_ID];
  }
  set nextRefId(value: number) {
    this.#u32[U32.NEXT_REF_ID] = value;
  }
}

function histogramAt(memory: SharedArrayBuffer, offset: number): LogHistogram {
  return new LogHistogram(new Uint32Array(memory, offset, LogHistogram.words));
}
