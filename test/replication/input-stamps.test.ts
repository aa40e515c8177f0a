/**
 * Times that the SDK's own input handle stamps, over a line that loses and repeats what is
 * unreliable: each input is consumed with the time at which it was made.
 */

import { InputEncoder } from '@colyseus/schema/input';
import * as inputHandle from '@colyseus/sdk/input/InputHandle';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzRuns } from '../base/fuzz-runs.ts';
import type { FieldShape } from './field-shape.ts';
import { InputRoom, slot } from './input-room.ts';

const { numRuns, timeout } = fuzzRuns(300);
const quantization = { min: 0, max: 1, bits: 8, mode: 'clamp' } as const;
const shape: FieldShape[] = [
  { name: 'value', type: 'uint8', quantization, isServerOnly: false, defaultSeed: undefined },
];

const turn = fc.record({
  /** ms since the last input, and the line as the client measures it. */
  laterMs: fc.oneof(fc.nat(60), fc.double({ min: 0, max: 300, noNaN: true })),
  rttMs: fc.double({ min: 0, max: 900, noNaN: true }),
  isStamped: fc.boolean(),
  value: fc.option(fc.nat(255), { nil: undefined }),
  deliveries: fc.constantFrom(0, 1, 1, 1, 2),
});

type Stamps = { readonly render: boolean; readonly reckon: boolean };
type Turn = typeof turn extends fc.Arbitrary<infer One> ? One : never;

/** The package keeps the class out of its types. */
interface HandleClass {
  new (host: object, data: object, encoder: object, options: object): { send(): number };
}
const { InputHandleImpl } = inputHandle as unknown as { InputHandleImpl: HandleClass };

/** A client whose clock and line are the test's to say. */
class Client {
  readonly data: { value: number };
  readonly made = new Map<number, { render: number; reckon: number }>();
  readonly #stamps: Stamps;
  readonly #isReliable: boolean;
  readonly #renderDelay: number;
  readonly #handle: { send(): number };
  #frame = new Uint8Array(0);
  #nowMs = 1;
  #rttMs = 0;
  #isSynced = false;
  #isStamped = true;

  constructor(room: InputRoom, stamps: Stamps, isReliable: boolean, renderDelay: number) {
    this.data = new room.Input() as unknown as { value: number };
    this.#stamps = stamps;
    this.#isReliable = isReliable;
    this.#renderDelay = renderDelay;
    const keep = (bytes: Uint8Array) => {
      this.#frame = bytes.slice();
    };
    const host = {
      connection: { isOpen: true, send: keep, sendUnreliable: keep },
      clock: {
        lastServerTime: () => (this.#isSynced ? 1 : 0),
        serverNow: () => this.#nowMs,
        smoothedRtt: () => this.#rttMs,
      },
    };
    const encoder = new InputEncoder(this.data as never, {
      mode: isReliable ? 'reliable' : 'unreliable',
    });
    const allowRewind = isReliable ? { allowRewind: () => this.#isStamped } : {};
    const { render, reckon } = stamps;
    const options = { stampRender: render, stampReckon: reckon, renderDelay, ...allowRewind };
    this.#handle = new InputHandleImpl(host, this.data, encoder, options);
  }

  /** The frame of one more input. */
  send(turn: Turn, isSynced: boolean): Uint8Array {
    this.#nowMs += turn.laterMs;
    this.#rttMs = turn.rttMs;
    this.#isSynced = isSynced;
    this.#isStamped = turn.isStamped;
    if (turn.value !== undefined) this.data.value = turn.value;
    const seq = this.#handle.send();
    const { render, reckon } = this.#stamps;
    const hasStamp = isSynced && (turn.isStamped || !this.#isReliable);
    const at = hasStamp ? Math.round(this.#nowMs) : 0;
    const delta = Math.min(0xffff, Math.round(this.#renderDelay + turn.rttMs / 2));
    const rendered = render && at > delta ? at - delta : 0;
    this.made.set(seq, { reckon: reckon ? at : 0, render: rendered });
    return this.#frame;
  }
}

test.for([
  ['render', { render: true, reckon: false }],
  ['reckon', { render: false, reckon: true }],
  ['both', { render: true, reckon: true }],
] as const)('%s', { timeout }, ([, stamps]) => {
  const turns = fc.array(turn, { minLength: 1, maxLength: 40 });
  const property = fc.property(
    turns,
    fc.boolean(),
    fc.nat(200),
    fc.nat(5),
    (all, isReliable, renderDelay, unsynced) => {
      const room = new InputRoom(shape, 1, { stamps });
      const client = new Client(room, stamps, isReliable, renderDelay);
      all.forEach((one, i) => {
        const frame = client.send(one, i >= unsynced);
        const deliveries = isReliable ? 1 : one.deliveries;
        for (let n = 0; n < deliveries; n++) expect(room.receive(frame)).toBe(true);
        demandTimes(room, client);
      });
    },
  );
  fc.assert(property, { numRuns });
});

/** Consumes what waits. */
function demandTimes({ queues, memory }: InputRoom, client: Client): void {
  while (queues.next(slot) !== undefined) {
    const times = { render: queues.renderTime(slot), reckon: queues.reckonTime(slot) };
    expect(times).toEqual(client.made.get(memory.slots.ackOf(slot)));
  }
}
