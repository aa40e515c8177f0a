/**
 * The room's last moments, in its memory: a ring of samples, one per patch, each a copy of the
 * numbers and generations of every remembered table. Written by the engine where the patch is, on
 * the holder of the room's lease, so that a sample is what clients were shown at its time.
 *
 *   counters, u32: [newest | count]; times, f64 per sample: ms of the room's clock
 *   sample: per table [generations u32 per row | a column per field]
 *
 * A row's generation is odd while an entity is in it (entity-table.ts adds one when it comes and
 * one when it goes), so an equal generation is the same entity, and a free row equals no entity.
 */
import { TableCounter } from '../state/table-counters.ts';
import { elementBytesOf, type RewindLayout, type RewindTableLayout } from './time-layout.ts';

const Counter = { NEWEST: 0, COUNT: 1 } as const;

export class RewindHistory {
  readonly layout: RewindLayout;
  readonly data: DataView;
  readonly #counters: Uint32Array;
  readonly #times: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #rowsHigh: readonly Uint32Array[];

  constructor(data: DataView, layout: RewindLayout) {
    const memory = data.buffer as SharedArrayBuffer;
    this.layout = layout;
    this.data = data;
    this.#counters = new Uint32Array(memory, layout.counters, 2);
    this.#times = new Float64Array(memory, layout.times, layout.samples);
    this.#bytes = new Uint8Array(memory);
    this.#rowsHigh = layout.tables.map(
      ({ counters }) => new Uint32Array(memory, counters + TableCounter.ROWS_HIGH * 4, 1),
    );
  }

  /** Samples that are there. */
  get count(): number {
    return this.#counters[Counter.COUNT];
  }

  /** Copies what is remembered; `timeMs` is the room's clock, and above the last sample's. */
  record(timeMs: number): void {
    const { layout } = this;
    const counters = this.#counters;
    const isFirst = counters[Counter.COUNT] === 0;
    const sample = isFirst ? 0 : (counters[Counter.NEWEST] + 1) % layout.samples;
    const start = this.#startOf(sample);
    for (let table = 0; table < layout.tables.length; table++) {
      copyTable(this.#bytes, layout.tables[table], start, this.#rowsHigh[table][0]);
    }
    this.#times[sample] = timeMs;
    counters[Counter.NEWEST] = sample;
    if (counters[Counter.COUNT] < layout.samples) counters[Counter.COUNT]++;
  }

  /** The sample `back` before the newest, as bytes from the room's start. */
  start(back: number): number {
    return this.#startOf(this.#sampleBack(back));
  }

  time(back: number): number {
    return this.#times[this.#sampleBack(back)];
  }

  #startOf(sample: number): number {
    return this.layout.first + sample * this.layout.sampleBytes;
  }

  #sampleBack(back: number): number {
    const { samples } = this.layout;
    return (this.#counters[Counter.NEWEST] + samples - back) % samples;
  }
}

function copyTable(bytes: Uint8Array, table: RewindTableLayout, to: number, rows: number): void {
  const { generations, sampledGenerations, fields } = table;
  bytes.copyWithin(to + sampledGenerations, generations, generations + rows * 4);
  for (let i = 0; i < fields.length; i++) {
    const { live, sampled, plan } = fields[i];
    bytes.copyWithin(to + sampled, live, live + rows * elementBytesOf(plan));
  }
}
