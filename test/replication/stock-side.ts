/**
 * The same state as @colyseus/schema holds and encodes it. Stock leaves a field undefined until it
 * is assigned, so every default is assigned at once. Test code.
 */
import { Encoder, type MapSchema, type Schema } from '@colyseus/schema';
import { defaultOf, type FieldShape, type Value } from './field-shape.ts';
import type { Fields } from './snapshot.ts';
import { rootFields, type StateClasses, type StateShape } from './state-shape.ts';

type Assignment = readonly [field: FieldShape, value: Value];

/** So much that the encoder need not grow its buffer, which it reports on the console. */
Encoder.BUFFER_SIZE = 256 * 1024;

export class StockSide {
  readonly #shape: StateShape;
  readonly #classes: StateClasses;
  readonly #state: Schema;
  readonly #encoder: Encoder;

  constructor(shape: StateShape, classes: StateClasses) {
    this.#shape = shape;
    this.#classes = classes;
    this.#state = new classes.State();
    assignDefaults(this.#state, rootFields(shape));
    this.#encoder = new Encoder(this.#state);
  }

  setRoot(field: FieldShape, value: Value): void {
    fieldsOf(this.#state)[field.name] = value;
  }

  add(map: number, key: string, values: readonly Assignment[]): void {
    const entity = new this.#classes.Entities[map]();
    assignDefaults(entity, this.#shape.maps[map].fields);
    for (const [field, value] of values) fieldsOf(entity)[field.name] = value;
    this.#map(map).set(key, entity);
  }

  set(map: number, key: string, field: FieldShape, value: Value): void {
    const entity = this.#map(map).get(key);
    if (entity !== undefined) fieldsOf(entity)[field.name] = value;
  }

  setBack(map: number, key: string, field: FieldShape, value: Value): void {
    const entity = this.#map(map).get(key);
    if (entity === undefined) return;
    const before = fieldsOf(entity)[field.name];
    fieldsOf(entity)[field.name] = value;
    fieldsOf(entity)[field.name] = before;
  }

  has(map: number, key: string): boolean {
    return this.#map(map).has(key);
  }

  size(map: number): number {
    return this.#map(map).size;
  }

  delete(map: number, key: string): boolean {
    return this.#map(map).delete(key);
  }

  clear(map: number): void {
    this.#map(map).clear();
  }

  patch(): Uint8Array {
    const bytes = this.#encoder.encode().slice();
    this.#encoder.discardChanges();
    return bytes;
  }

  fullState(): Uint8Array {
    return this.#encoder.encodeAll().slice();
  }

  #map(map: number): MapSchema<Schema> {
    const { name } = this.#shape.maps[map];
    return (this.#state as unknown as Record<string, MapSchema<Schema>>)[name];
  }
}

function assignDefaults(owner: Schema, fields: readonly FieldShape[]): void {
  for (const field of fields) fieldsOf(owner)[field.name] = defaultOf(field);
}

/** Only the author's types know the fields of a schema instance. */
function fieldsOf(owner: Schema): Fields {
  return owner as unknown as Fields;
}
