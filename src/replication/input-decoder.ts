/**
 * Decodes input frames (protocol codes 19 and 20) into a client's queue. The bytes are a client's:
 * an input that is none of this game is refused as a whole, and what follows it in its frame too,
 * never with an error. Runs on the holder of the room's lease.
 *
 *   reliable:   [code] [stamp] [delta of the input's fields]
 *   unreliable: [code] [stamps] [seq of the oldest] ([length] [delta])*, oldest first
 */

import { type InputQueues, reliableSeq } from '../memory/input-queues.ts';
import { type ColumnBlock, resetRow } from '../memory/state/column-block.ts';
import type { Handle } from '../memory/state/handle-class.ts';
import type { FieldPlan, FieldsPlan } from '../schema/state-plan.ts';
import { ByteReader } from '../wire/byte-reader.ts';
import { Operation, Protocol, protocolCodeMask, protocolTimed } from '../wire/operation.ts';
import { StampReader, type Stamps } from './stamp-reader.ts';

const operationMask = 0xc0;
const indexMask = 0x3f;
/** Inputs that one unreliable frame may carry; the SDK sends 3 unless told otherwise. */
const inputsPerFrameMax = 64;

/** What a game does with an input before anybody reads it. */
export interface InputRules {
  readonly sanitize?: ((input: Handle) => void) | undefined;
  /** undefined: the room does not rewind, and a stamped frame is none of its own. */
  readonly stamps?: Stamps | undefined;
}

export class InputDecoder {
  readonly #plan: FieldsPlan;
  readonly #fields: readonly (FieldPlan | undefined)[];
  /** Place among the plan's fields by wire index: the number of its column. */
  readonly #places: readonly number[];
  readonly #reader = new ByteReader();
  readonly #sanitize: ((input: Handle) => void) | undefined;
  readonly #stamps: StampReader | undefined;

  constructor(plan: FieldsPlan, rules: InputRules = {}) {
    this.#plan = plan;
    const fields: (FieldPlan | undefined)[] = [];
    const places: number[] = [];
    plan.fields.forEach((field, place) => {
      fields[field.index] = field;
      places[field.index] = place;
    });
    this.#fields = fields;
    this.#places = places;
    this.#sanitize = rules.sanitize;
    this.#stamps = rules.stamps && new StampReader(rules.stamps, inputsPerFrameMax);
  }

  /**
   * False when the frame is none of this game's; whole inputs before its fault are queued. What
   * `sanitize` throws comes through, and its input is refused.
   */
  decode(queues: InputQueues, slot: number, bytes: Uint8Array, from: number, end: number): boolean {
    const reader = this.#reader;
    const stamps = this.#stamps;
    reader.open(bytes, from, end);
    const first = reader.uint8();
    const isTimed = (first & protocolTimed) !== 0;
    if (isTimed && stamps === undefined) return false;
    stamps?.none();
    const code = first & protocolCodeMask;
    if (code === Protocol.INPUT_RELIABLE) {
      if (isTimed) queues.stampBases[slot] = stamps?.one(reader, queues.stampBases[slot]) ?? 0;
      return !reader.failed && this.#decodeOne(queues, slot, end, reliableSeq);
    }
    if (code !== Protocol.INPUT_UNRELIABLE) return false;
    if (isTimed) stamps?.block(reader);
    return !reader.failed && this.#decodeRing(queues, slot, end);
  }

  #decodeRing(queues: InputQueues, slot: number, end: number): boolean {
    const reader = this.#reader;
    let seq = reader.number();
    if (!Number.isInteger(seq) || seq < 1 || seq > 0xffffffff) return false;
    for (let count = 0; !reader.isAtEnd && count < inputsPerFrameMax; count++, seq++) {
      const length = reader.number();
      const next = reader.at + length;
      if (reader.failed || !Number.isInteger(length) || length < 0 || next > end) return false;
      reader.end = next;
      this.#stamps?.at(count);
      if (queues.isNew(slot, seq) && !this.#decodeOne(queues, slot, next, seq)) return false;
      reader.at = next;
      reader.end = end;
    }
    return !reader.failed && reader.isAtEnd;
  }

  #decodeOne(queues: InputQueues, slot: number, end: number, seq: number): boolean {
    let isWhole = false;
    try {
      if (this.#readFields(queues, slot, end)) {
        this.#sanitize?.(queues.decoding(slot));
        isWhole = true;
      }
    } finally {
      if (!isWhole) queues.undo(slot);
    }
    const stamps = this.#stamps;
    if (isWhole) queues.push(slot, seq, stamps?.renderTime ?? 0, stamps?.reckonTime ?? 0);
    return isWhole;
  }

  #readFields(queues: InputQueues, slot: number, end: number): boolean {
    const reader = this.#reader;
    const row = queues.decodingRow(slot);
    while (reader.at < end && !reader.failed) {
      const byte = reader.uint8();
      const place = this.#places[byte & indexMask];
      const field = this.#fields[byte & indexMask];
      if (field === undefined) return false;
      const operation = byte & operationMask;
      if (operation === Operation.DELETE) this.#reset(queues.block, place, row);
      else if (operation === Operation.ADD || operation === 0) {
        this.#read(queues.block, field, place, row);
      } else return false;
    }
    return !reader.failed;
  }

  #reset(block: ColumnBlock, place: number, row: number): void {
    resetRow(block, this.#plan.fields, row, place);
  }

  #read(block: ColumnBlock, field: FieldPlan, place: number, row: number): void {
    const reader = this.#reader;
    if (field.type === 'string') {
      const text = reader.string();
      const fits = !reader.failed && Buffer.byteLength(text) <= field.bytesMax;
      if (fits) block.texts[place]?.write(row, text);
      else reader.failed = true;
      return;
    }
    const value = withinRange(field, readScalar(reader, field));
    const column = block.columns[place];
    if (!reader.failed && column !== undefined) column[row] = value as never;
  }
}

function readScalar(reader: ByteReader, field: FieldPlan): number | bigint {
  switch (field.type) {
    case 'boolean':
      return reader.uint8() > 0 ? 1 : 0;
    case 'string':
      return 0;
    default:
      return reader[field.type]();
  }
}

/** A range that is even about zero leaves one code of the wire unused, beyond its maximum. */
function withinRange({ quantized }: FieldPlan, step: number | bigint): number | bigint {
  return quantized !== undefined && step > quantized.span ? quantized.span : step;
}
