/**
 * Pins what src/schema reads of @colyseus/schema's classes without a type for it: metadata by
 * index, defaults, methods, and that a server-only field passes through FieldBuilder.toDefinition.
 */
import '../../src/schema/server-only.ts';
import { Encoder, FieldBuilder, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import {
  defaultValues,
  isSchemaClass,
  methodsOf,
  parentClass,
  syncedFields,
} from '../../src/schema/schema-class.ts';
import { probeServerOnly, ServerOnlyField } from '../../src/schema/server-only.ts';

const Ship = schema(
  {
    x: t.float32().default(4),
    secret: t.uint16().noSync().default(9),
    name: t.string(),
    move() {
      return 1;
    },
  },
  'Ship',
);
const State = schema({ round: t.uint8(), ships: t.map(Ship) }, 'State');

test('only classes made by schema(...) are schema classes', () => {
  expect(isSchemaClass(Ship)).toBe(true);
  expect(isSchemaClass(class {})).toBe(false);
  expect(isSchemaClass({})).toBe(false);
});

test('synced fields have index, name and type; server-only ones have none', () => {
  const fields = syncedFields(Ship).map(({ index, name, type }) => [index, name, type]);
  expect(fields).toEqual([
    [0, 'x', 'float32'],
    [1, 'name', 'string'],
  ]);
  expect(syncedFields(State)[1]?.type).toEqual({ map: Ship });
});

test('defaults are computed anew, and tell server-only fields while probed', () => {
  expect(defaultValues(Ship)).toMatchObject({ x: 4, secret: 9 });
  const probed = probeServerOnly(() => defaultValues(Ship));
  expect(probed.secret).toBeInstanceOf(ServerOnlyField);
  expect(probed.secret).toMatchObject({ type: 'uint16', defaultValue: 9 });
  expect(new Ship().secret).toBe(9);
});

test('methods and parents are found', () => {
  expect(Object.keys(methodsOf(Ship))).toEqual(['move']);
  expect(parentClass(Ship)).toBeUndefined();
});

test('a builder says of a field what its plan needs', () => {
  const builder = t.int8().noSync() as unknown as FieldBuilder<number>;
  expect(builder).toBeInstanceOf(FieldBuilder);
});

test('the handshake is the reflection that the stock encoder would send', () => {
  expect(encodeHandshake(State)).toEqual(Reflection.encode(new Encoder(new State())));
  expect(encodeHandshake(State)).toBe(encodeHandshake(State));
});
