/** The classes that an author would have written for a random tree, and the plan made of them. */
import '../../src/schema/server-only.ts';
import { type FieldBuilder, type Schema, schema, t } from '@colyseus/schema';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import type { StatePlan } from '../../src/schema/state-plan.ts';
import { builderOf, textBytesMax, type Value } from './field-shape.ts';
import type { ClassShape, Member } from './tree-shape.ts';

export type SchemaConstructor = new () => Schema;
/** What every schema instance and every handle is to somebody who does not know its class. */
export type Fields = Record<string, Value | object | undefined>;

type Builder = FieldBuilder<unknown, boolean>;
type Extendable = SchemaConstructor & {
  extend(fields: Record<string, Builder>, name: string): SchemaConstructor;
};

export class TreeClasses {
  readonly State: SchemaConstructor;
  readonly plan: StatePlan;
  readonly #made = new Map<ClassShape, SchemaConstructor>();

  constructor(root: ClassShape) {
    this.State = this.of(root);
    this.plan = compilePlan(this.State, undefined, capacityOf(root));
  }

  /** The class of a shape; the same one at every call. */
  of(shape: ClassShape): SchemaConstructor {
    let made = this.#made.get(shape);
    if (made === undefined) {
      made = this.#make(shape);
      this.#made.set(shape, made);
    }
    return made;
  }

  #make({ name, members, inherited }: ClassShape): SchemaConstructor {
    const entries = members.map((member) => [member.name, this.#builderOf(member)] as const);
    if (inherited === 0) return schema(Object.fromEntries(entries), name) as SchemaConstructor;
    const base = schema(Object.fromEntries(entries.slice(0, inherited)), `${name}Base`);
    const own = Object.fromEntries(entries.slice(inherited));
    return (base as unknown as Extendable).extend(own, name);
  }

  #builderOf(member: Member): Builder {
    if (member.kind === 'scalar') {
      const builder = builderOf(member.field);
      return member.isDeprecated ? builder.deprecated() : builder;
    }
    if (member.kind === 'ref') {
      const builder: Builder = t.ref(this.of(member.target));
      return member.isOptional ? builder.optional() : builder;
    }
    const { kind, entity, value } = member;
    const element = entity === undefined ? value.type : this.of(entity);
    return (t[kind] as (element: unknown) => Builder)(element);
  }
}

function capacityOf(root: ClassShape): Record<string, number> {
  const capacity: Record<string, number> = { clients: 1 };
  const visit = ({ members }: ClassShape, prefix: string): void => {
    for (const member of members) {
      const path = prefix + member.name;
      if (member.kind === 'scalar') {
        const isText = member.field.type === 'string' && !member.isDeprecated;
        if (isText) capacity[path] = textBytesMax;
      } else if (member.kind === 'ref') visit(member.target, `${path}.`);
      else {
        capacity[path] = member.capacity;
        if (member.entity !== undefined) visit(member.entity, `${path}.`);
        else if (member.value.type === 'string') capacity[`${path}:value`] = textBytesMax;
      }
    }
  };
  visit(root, '');
  return capacity;
}
