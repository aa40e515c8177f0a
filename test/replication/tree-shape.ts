/**
 * A random state of structures in structures, as data: classes with scalars, refs and collections
 * of every kind, some of them derived from others, some of them used in several places. Test code.
 */
import fc from 'fast-check';
import { type FieldShape, fieldShapes, valueFor } from './field-shape.ts';

export interface ClassShape {
  readonly name: string;
  /** The first `inherited` members are a base class's. */
  readonly members: readonly Member[];
  readonly inherited: number;
}

export type Member = ScalarMember | RefMember | CollectionMember;

export interface ScalarMember {
  readonly kind: 'scalar';
  readonly name: string;
  readonly field: FieldShape;
  readonly isDeprecated: boolean;
}

export interface RefMember {
  readonly kind: 'ref';
  readonly name: string;
  readonly target: ClassShape;
  readonly isOptional: boolean;
}

export interface CollectionMember {
  readonly kind: 'map' | 'array' | 'set';
  readonly name: string;
  readonly capacity: number;
  /** Entities, or primitives where there is none. */
  readonly entity: ClassShape | undefined;
  readonly value: FieldShape;
}

/** How a class comes about; names are given when all is known. */
interface Draft {
  readonly fields: readonly FieldShape[];
  readonly traits: readonly number[];
  readonly inherited: number;
  readonly children: readonly ChildDraft[];
}

interface ChildDraft {
  readonly kind: 'ref' | 'map' | 'array' | 'set';
  readonly capacity: number;
  readonly isOptional: boolean;
  /** Among the fields; where it is declared. */
  readonly place: number;
  readonly value: FieldShape;
  /** undefined: the elements are primitives, or the class is the one that came before. */
  readonly draft: Draft | undefined;
  readonly sharesClass: boolean;
}

const depthMax = 3;

/** A root class. */
export const treeShape: fc.Arbitrary<ClassShape> = draftAt(0).map((draft) =>
  new Namer().name(draft),
);

export function isSent(member: Member): boolean {
  if (member.kind !== 'scalar') return true;
  return !member.isDeprecated && !member.field.isServerOnly;
}

function draftAt(depth: number): fc.Arbitrary<Draft> {
  const few = fieldShapes('f', 1, 4);
  const fields =
    depth === 0
      ? fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: fieldShapes('f', 40, 58) })
      : fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: fieldShapes('f', 8, 34) });
  return fc.record({
    fields,
    traits: fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }),
    inherited: fc.oneof(fc.constant(0), fc.nat(4)),
    children:
      depth === depthMax
        ? fc.constant([])
        : fc.array(childAt(depth), { minLength: depth === 0 ? 1 : 0, maxLength: 4 - depth }),
  });
}

function childAt(depth: number): fc.Arbitrary<ChildDraft> {
  const entity = draftAt(depth + 1);
  return fc
    .record({
      kind: fc.constantFrom('ref' as const, 'map', 'array', 'set', 'array', 'map'),
      capacity: depth === 0 ? fc.constantFrom(1, 2, 3, 4, 6, 9) : fc.constantFrom(1, 2, 3, 5),
      isOptional: fc.boolean(),
      place: fc.nat(6),
      value: fieldShapes('value', 1, 1).map(([field]) => primitive(field as FieldShape)),
      entity: fc.option(entity, { freq: 2, nil: undefined }),
      sharesClass: fc.nat(4).map((n) => n === 0),
    })
    .chain(({ entity: draft, ...child }) =>
      child.kind === 'ref' && draft === undefined
        ? entity.map((target) => ({ ...child, draft: target }))
        : fc.constant({ ...child, draft }),
    );
}

/** Collections hold plain values only. */
function primitive(field: FieldShape): FieldShape {
  const isPlain = field.type !== 'quantized' && field.type !== 'angle';
  return {
    ...{ name: 'value', type: isPlain ? field.type : 'number', quantization: field.quantization },
    ...{ isServerOnly: false, defaultSeed: undefined },
  };
}

class Namer {
  #classes = 0;

  name({ fields, traits, inherited, children }: Draft): ClassShape {
    const name = `Class${this.#classes++}`;
    const members: Member[] = fields.map((field, i) => scalar(field, traits[i % traits.length]));
    let before: ClassShape | undefined;
    children.forEach((child, i) => {
      const shares = child.sharesClass && before !== undefined && child.draft !== undefined;
      const entity = shares ? before : child.draft && this.name(child.draft);
      before = entity ?? before;
      members.splice(child.place, 0, childMember(child, `c${i}`, entity));
    });
    // A class needs a synced field, its base too.
    const first = members.findIndex((member) => member.kind !== 'scalar' || isSynced(member));
    if (first > 0) members.unshift(...members.splice(first, 1));
    return { name, members, inherited: first < 0 ? 0 : Math.min(inherited, members.length) };
  }
}

function isSynced({ field }: ScalarMember): boolean {
  return !field.isServerOnly;
}

function scalar(field: FieldShape, trait: number | undefined): ScalarMember {
  const isDeprecated = trait === 0 && !field.isServerOnly;
  const isOptional = trait === 1 || trait === 2;
  // NaN and -0 are in the older oracle: stock compares them otherwise.
  const given = field.defaultSeed && valueFor(field, field.defaultSeed);
  const isOdd = Number.isNaN(given) || Object.is(given, -0);
  const defaultSeed = isOdd ? undefined : field.defaultSeed;
  const plain = { ...field, isOptional, defaultSeed };
  return { kind: 'scalar', name: field.name, field: plain, isDeprecated };
}

function childMember(child: ChildDraft, name: string, entity: ClassShape | undefined): Member {
  const { kind, isOptional, capacity, value } = child;
  if (kind !== 'ref') return { kind, name, capacity, entity, value };
  return { kind, name, target: entity as ClassShape, isOptional };
}
