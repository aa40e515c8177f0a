/**
 * The same tree as @colyseus/schema holds and encodes it. Stock leaves a field undefined until it
 * is assigned, so every default is assigned at once. Test code.
 */
import { Encoder, type Schema } from '@colyseus/schema';
import { defaultOf, type Value } from './field-shape.ts';
import type { Fields, TreeClasses } from './tree-classes.ts';
import type { ClassShape, ScalarMember } from './tree-shape.ts';

/** What an author names of a new entity: values, and the fields of its refs. */
export interface Given {
  readonly [name: string]: Value | Given;
}

/** So much that the encoder need not grow its buffer, which it reports on the console. */
Encoder.BUFFER_SIZE = 256 * 1024;

export class TreeStock {
  readonly state: Schema;
  readonly #classes: TreeClasses;
  readonly #encoder: Encoder;

  constructor(shape: ClassShape, classes: TreeClasses) {
    this.#classes = classes;
    this.state = this.create(shape, {});
    this.#encoder = new Encoder(this.state);
  }

  create(shape: ClassShape, given: Given): Schema {
    const instance = new (this.#classes.of(shape))();
    this.#assign(instance, shape, given);
    return instance;
  }

  patch(): Uint8Array {
    const bytes = this.#encoder.encode().slice();
    this.#encoder.discardChanges();
    return bytes;
  }

  fullState(): Uint8Array {
    return this.#encoder.encodeAll().slice();
  }

  #assign(instance: Schema, { members }: ClassShape, given: Given): void {
    const fields = instance as unknown as Fields;
    for (const member of members) {
      const { name } = member;
      if (member.kind === 'scalar') {
        const value = (given[name] as Value | undefined) ?? defaultValue(member);
        if (!member.isDeprecated && value !== undefined) fields[name] = value;
      } else if (member.kind === 'ref') {
        const target = given[name] as Given | undefined;
        if (target !== undefined) fields[name] = this.create(member.target, target);
        else if (!member.isOptional) this.#assign(fields[name] as Schema, member.target, {});
      }
    }
  }
}

function defaultValue({ field }: ScalarMember): Value | undefined {
  return field.isOptional && field.defaultSeed === undefined ? undefined : defaultOf(field);
}
