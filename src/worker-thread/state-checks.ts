/**
 * What a room sends behind its patches so that clients can check what they decoded: a checksum of
 * the state, and the state itself to those who ask for it. In the same ring as the patches, and
 * delivered to none but those who got the patch before it: whoever reads it has decoded precisely
 * that state. Only where the server was started with `checksumEvery`; runs on the holder of the
 * lease.
 *
 *   to clients:  hypogeum:checksum  [tick, checksum u32]
 *                hypogeum:state     { tick, state: the bytes of a full state }
 *   from one:    hypogeum:state
 */
import { assert } from '../base/assert.ts';
import { answerReserveBytes } from '../base/limits.ts';
import { roomSlot } from '../channel/records.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { SlotState } from '../memory/slot-table.ts';
import { StateChecksum } from '../replication/state-checksum.ts';
import type { StateEncoder } from '../replication/state-encoder.ts';
import { MessageWriter } from './message-frame.ts';
import type { RoomOutlet } from './room-outlet.ts';

/** Also what a client asks with. */
export const stateType = 'hypogeum:state';
const checksumType = 'hypogeum:checksum';
/** Of either message, besides the bytes of a state: code, type, MessagePack. */
const frameBytesMax = 40;

/** This thread's one frame. */
const frame = new MessageWriter();

export class StateChecks {
  readonly #every: number;
  readonly #memory: RoomMemory;
  readonly #encoder: StateEncoder;
  readonly #outlet: RoomOutlet;
  readonly #checksum: StateChecksum;

  constructor(every: number, memory: RoomMemory, encoder: StateEncoder, outlet: RoomOutlet) {
    this.#every = every;
    this.#memory = memory;
    this.#encoder = encoder;
    this.#outlet = outlet;
    this.#checksum = new StateChecksum(memory.root);
    assert(
      outlet.fits(encoder.fullStateBytesMax + frameBytesMax),
      'a full state must fit a message: the ring to main is made for both',
    );
  }

  /** The client of `slot` gets the state behind the next patch that is due. */
  askState(slot: number): void {
    this.#memory.slots.stateAsked[slot] = 1;
  }

  /** Behind a patch; behind one that was not sent, as there was nothing new, only states follow. */
  follow(isSent: boolean): void {
    const { header, slots } = this.#memory;
    if (isSent && header.patches % this.#every === 0) this.#sendChecksum();
    const { stateAsked, states, clients } = slots;
    for (let slot = 0; slot < clients; slot++) {
      if (stateAsked[slot] === 0 || states[slot] !== SlotState.READY) continue;
      if (!this.#sendState(slot)) return;
      stateAsked[slot] = 0;
    }
  }

  /** Left out where there is no room for it: the next one says as much. */
  #sendChecksum(): void {
    if (!this.#hasRoomFor(frameBytesMax)) return;
    const tidings = [this.#memory.header.tick, this.#checksum.sum()];
    this.#outlet.sendWithState(roomSlot, frame.message(checksumType, tidings));
  }

  /** False where there is no room for it: it goes behind a later patch. */
  #sendState(slot: number): boolean {
    const { fullStateBytesMax } = this.#encoder;
    if (!this.#hasRoomFor(fullStateBytesMax + frameBytesMax)) return false;
    const { ring } = this.#outlet;
    // Encoded where a record would go, and taken out before one does.
    const from = ring.reserve(fullStateBytesMax);
    const state = ring.bytes.slice(from, this.#encoder.fullState(from));
    const { tick } = this.#memory.header;
    this.#outlet.sendWithState(slot, frame.message(stateType, { tick, state }));
    return true;
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#outlet.ring.freeAfter(bytes) >= answerReserveBytes;
  }
}
