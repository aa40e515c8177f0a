/**
 * Records that live for one tick in a TickArena, a column per field: `neighbors.x[i]`. A game
 * makes the shape once, with `arenaRecord`; it gives the columns their types. Worker thread only.
 */
import { UsageError } from '../../base/errors.ts';
import {
  type ArenaArrays,
  type ArenaKind,
  type ArenaShape,
  arenaReset,
  arrayShapes,
} from './arena-shape.ts';

/** Field name -> element type. `length` is taken: it is the number of records. */
export type RecordFields = Readonly<Record<string, ArenaKind>> & { readonly length?: never };

/** `length` records, as columns of that length. */
export type ArenaRecords<Fields extends RecordFields> = { readonly length: number } & {
  readonly [Name in keyof Fields]: ArenaArrays[Fields[Name] & ArenaKind];
};

export type ArenaRecordShape<Fields extends RecordFields> = ArenaShape<ArenaRecords<Fields>>;

type Columns = readonly (readonly [name: string, kind: ArenaKind])[];

/**
 * A shape for `ctx.arena.records(shape, length)`, such as `arenaRecord({ x: 'f32', row: 'i32' })`.
 * Make it once, outside of `step`: the arena knows a shape by identity.
 */
export function arenaRecord<const Fields extends RecordFields>(
  fields: Fields,
): ArenaRecordShape<Fields> {
  const columns: Columns = Object.entries<ArenaKind>(fields);
  assertColumns(columns);
  return {
    bytesOf(length) {
      let bytes = 0;
      for (const [, kind] of columns) bytes += arrayShapes[kind].bytesOf(length);
      return bytes;
    },
    make(buffer, byteOffset, length) {
      // The loop in makeRecords makes what this type says, field by field.
      return makeRecords(columns, buffer, byteOffset, length) as ArenaRecords<Fields>;
    },
    expire: expireRecords,
  };
}

function makeRecords(
  columns: Columns,
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number,
): Record<string, unknown> {
  const records: Record<string, unknown> = { length };
  let columnOffset = byteOffset;
  for (const [name, kind] of columns) {
    records[name] = arrayShapes[kind].make(buffer, columnOffset, length);
    columnOffset += arrayShapes[kind].bytesOf(length);
  }
  return records;
}

/** Columns that were kept apart from their records are detached; the records can say why. */
function expireRecords(records: object): void {
  const get = (): never => {
    throw arenaReset('a record');
  };
  for (const name of Object.keys(records)) Object.defineProperty(records, name, { get });
}

/** For JavaScript authors; in TypeScript a wrong shape does not compile. */
function assertColumns(columns: Columns): void {
  if (columns.length === 0) throw new UsageError('VALUE_INVALID', 'arenaRecord needs a field');
  for (const [name, kind] of columns) {
    if (name === 'length') {
      throw new UsageError('VALUE_INVALID', "arenaRecord: 'length' is the number of records");
    }
    if (!Object.hasOwn(arrayShapes, kind)) {
      throw new UsageError('VALUE_INVALID', `arenaRecord: ${name} cannot be '${kind}'`);
    }
  }
}
