/**
 * Writes that must be refused, or change nothing: values of a wrong type or too long, bad keys and
 * indexes, and whatever is done to structures whose owner is gone. Only ours is told of them, so
 * that a trace of one, in the state or on the wire, makes ours differ from stock. Test code.
 */
import { expect } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { StateBlock } from '../../src/memory/state/state-block.ts';
import type { TableBlock } from '../../src/memory/state/table-block.ts';
import type { TableRows } from '../../src/memory/state/table-rows.ts';
import type { ValueList } from '../../src/memory/state/value-list.ts';
import { type FieldShape, textBytesMax } from './field-shape.ts';
import type { Fields } from './tree-classes.ts';
import type { ClassShape, CollectionMember, Member, RefMember } from './tree-shape.ts';
import { fieldsOf } from './tree-walk.ts';

type Write = () => unknown;

/** Every bad write that there is for this member of an entity. */
export function badWrites(owner: Handle, member: Member): Write[] {
  const fields = fieldsOf(owner);
  if (member.kind === 'scalar') {
    if (member.field.type !== 'string') return [];
    const set = (value: string | number) => () => {
      fields[member.name] = value;
    };
    return [set(tooLong), set(7)];
  }
  if (member.kind === 'ref') return badTargets(fields, member);
  const table = fields[member.name] as TableRows;
  return member.entity === undefined
    ? badElements(table, member, badValues(member.value))
    : badElements(table, member, [...badFields(member.entity), null]);
}

/** What is left of an entity that went: its handle, and the tables that it owned. */
export class Remains {
  readonly #entity: Handle;
  readonly #tables: (readonly [TableRows, CollectionMember])[] = [];
  readonly #refs: (readonly [Handle, RefMember])[] = [];

  constructor(entity: Handle, shape: ClassShape) {
    this.#entity = entity;
    for (const member of shape.members) {
      if (member.kind === 'scalar') continue;
      const child = fieldsOf(entity)[member.name];
      if (member.kind === 'ref') this.#refs.push([entity, member]);
      else this.#tables.push([child as TableRows, member]);
    }
  }

  get areGone(): boolean {
    const { $block, $row, $generation } = this.#entity;
    const { generations, refIds } = $block as unknown as Partial<TableBlock & StateBlock>;
    return (generations ?? refIds)?.[$row] !== $generation;
  }

  writes(): Write[] {
    return [
      ...this.#refs.flatMap(([entity, { name }]) => [
        () => entity.$create(name as never),
        () => {
          fieldsOf(entity)[name] = {};
        },
      ]),
      ...this.#tables.flatMap(([table, member]) => staleWrites(table, member)),
    ];
  }
}

/** @throws AssertionError where it is not refused with a UsageError. */
export function demandRefused(write: Write): void {
  expect(write).toThrow(UsageError);
}

const tooLong = 'x'.repeat(textBytesMax + 1);

function badTargets(fields: Fields, { name, target, isOptional }: RefMember): Write[] {
  const given = [...badFields(target), 7, 'text', ...(isOptional ? [] : [undefined, null])];
  return given.map((value) => () => {
    fields[name] = value as object;
  });
}

/** A field that there is not, and each field's bad values. */
function badFields({ members }: ClassShape): unknown[] {
  const bad = members.flatMap((member) => {
    if (member.kind === 'ref') return [...badFields(member.target), 7].map(named(member.name));
    if (member.kind !== 'scalar' || member.isDeprecated) return [];
    return badValues(member.field).map(named(member.name));
  });
  return [{ unheardOf: 1 }, 7, ...bad];
}

function named(name: string): (value: unknown) => unknown {
  return (value) => ({ [name]: value });
}

function badValues({ type }: FieldShape): unknown[] {
  if (type === 'string') return [tooLong, 7, {}];
  if (type === 'boolean') return [7, 'text'];
  return type === 'bigint64' || type === 'biguint64' ? [7, 'text'] : [7n, 'text', {}];
}

function badElements(table: TableRows, { kind, entity }: CollectionMember, bad: unknown[]) {
  const any = table as never as Record<string, (...given: unknown[]) => unknown>;
  if (kind === 'set') return bad.map((one) => () => any.add?.(one));
  if (kind === 'map') {
    const add = entity === undefined ? 'set' : 'add';
    const some = entity === undefined ? readSome(table) : {};
    return [
      ...['', 'bad \ud800', 'x'.repeat(400), 7].map((key) => () => any[add]?.(key, some)),
      ...bad.map((one) => () => any[add]?.('some key', one)),
    ];
  }
  const list = table as ValueList;
  const { length } = list;
  return [
    ...bad.flatMap((one) => [
      () => list.push(one as never),
      () => list.unshift(one as never),
      () => list.splice(0, 1, one as never),
      () => list.set(length === 0 ? 0 : length - 1, one as never),
    ]),
    ...[-1, length, 0.5, Number.NaN].flatMap((index) => [
      () => list.set(index, list.at(0) as never),
      () => list.swap(index, index),
    ]),
  ];
}

/** A value that the table could have. */
function readSome({ $block }: TableRows): unknown {
  return $block.layout.fields[0]?.plan.type === 'boolean' ? true : ($block.columns[0]?.[0] ?? '');
}

function staleWrites(table: TableRows, { kind, entity }: CollectionMember): Write[] {
  const some = entity === undefined ? readSome(table) : {};
  const any = table as never as Record<string, (...given: unknown[]) => unknown>;
  const call =
    (name: string, ...given: unknown[]) =>
    () =>
      any[name]?.(...given);
  const clear = call('clear');
  if (kind === 'set') return [clear, call('add', some)];
  if (kind === 'map') return [clear, call(entity === undefined ? 'set' : 'add', 'key', some)];
  const whole = ['pop', 'shift', 'reverse', 'clear'].map((name) => call(name));
  return [...whole, call('push', some), call('unshift', some), call('splice', 0, 1, some)];
}
