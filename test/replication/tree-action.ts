/**
 * What a game may do to a tree between two patches, as data: numbers choose among whatever
 * structures, elements and operations there are. Test code.
 */
import fc from 'fast-check';
import { type FieldShape, type Value, type ValueSeed, valueFor, valueSeed } from './field-shape.ts';
import { type ClassShape, isSent } from './tree-shape.ts';
import type { Given } from './tree-stock.ts';

export type Action =
  | Change
  /** A client comes. */
  | { readonly do: 'join' }
  | { readonly do: 'publish' };

export interface Change {
  /** `refuse`: in a way that must be refused; `stale`: to what is gone. */
  readonly do: 'change' | 'refuse' | 'stale';
  /** Which structures lead to the entity. */
  readonly path: readonly number[];
  readonly member: number;
  readonly operation: number;
  readonly at: number;
  readonly count: number;
  readonly seeds: readonly ValueSeed[];
  /** Whether new entities are given their refs' fields too. */
  readonly givesRefs?: boolean;
}

const change = (what: Change['do']): fc.Arbitrary<Change> =>
  fc.record({
    do: fc.constant(what),
    path: fc.array(fc.nat(29), { maxLength: 6, size: 'max' }),
    member: fc.nat(59),
    operation: fc.nat(119),
    at: fc.nat(11),
    count: fc.nat(4),
    seeds: fc.array(valueSeed, { minLength: 1, maxLength: 4 }),
  });

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 22, arbitrary: change('change') },
    { weight: 2, arbitrary: change('refuse') },
    { weight: 2, arbitrary: change('stale') },
    { weight: 5, arbitrary: fc.constant({ do: 'publish' } as const) },
    { weight: 1, arbitrary: fc.constant({ do: 'join' } as const) },
  ),
  { maxLength: 70, size: 'max' },
);

/** The older oracle has NaN, which stock takes for another each time, and -0, which it does not. */
export function seededValue(field: FieldShape, seed: ValueSeed): Value {
  const value = valueFor(field, seed);
  if (value === 0) return 0;
  return Number.isNaN(value) ? 7 : value;
}

/** Some of a new entity's fields. */
export function givenOf(
  shape: ClassShape,
  change: Pick<Change, 'seeds' | 'givesRefs'>,
  turn = 0,
): Given {
  const { seeds, givesRefs = true } = change;
  const given: Record<string, Value | Given> = {};
  shape.members.forEach((member, i) => {
    const seed = seeds[(i + turn) % seeds.length] as ValueSeed;
    if ((seed.pick + i + turn) % 3 !== 0) return;
    if (member.kind === 'scalar') {
      if (isSent(member)) given[member.name] = seededValue(member.field, seed);
    } else if (member.kind === 'ref' && givesRefs) {
      given[member.name] = givenOf(member.target, change, turn + i + 1);
    }
  });
  return given;
}
