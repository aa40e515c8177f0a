/** The handshake is the package's own reflection, and server-only fields are not in it. */
import '../../src/schema/server-only.ts';
import { Encoder, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { probeServerOnly, ServerOnlyField } from '../../src/schema/server-only.ts';

const Ship = schema({ x: t.float32(), heading: t.angle(), secret: t.uint32().noSync() }, 'Ship');
const State = schema({ round: t.uint16(), ships: t.map(Ship) }, 'State');

test('its bytes are what stock sends, and are made once', () => {
  expect(encodeHandshake(State)).toEqual(Reflection.encode(new Encoder(new State())));
  expect(encodeHandshake(State)).toBe(encodeHandshake(State));
});

test('what stays on the server is not in it', () => {
  const bytes = Buffer.from(encodeHandshake(State));
  expect([bytes.includes('heading'), bytes.includes('secret')]).toEqual([true, false]);
});

test('server-only fields keep their own defaults but while a plan is compiled', () => {
  let made = 0;
  const count = (): number => ++made;
  const Entity = schema({ given: t.uint8().default(3).noSync(), made: t.uint8().noSync() }, 'E');
  const Counted = schema({ number: t.uint32().default(count).noSync() }, 'Counted');
  expect(new Entity().given).toBe(3);
  expect(new Entity().made).toBeUndefined();
  const probed = probeServerOnly(() => new Counted());
  expect(probed.number).toBeInstanceOf(ServerOnlyField);
  expect([new Counted().number, new Counted().number]).toEqual([1, 2]);
  expect(() =>
    probeServerOnly(() => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(new Entity().given).toBe(3);
});
