/**
 * The client's side of the checksum where a client has classes of its own: they know fields that no
 * server sends. All else is compared with the server's side, in the oracles of test/replication and
 * in state-checksum.test.ts there.
 */
import { Decoder, Encoder, Reflection, type Schema, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { decodedChecksum } from '../../../../src/soak/bots/sdk/decoded-checksum.ts';

const Thing = schema({ x: t.float32(), secret: t.uint8().default(7).noSync() }, 'Thing');
const State = schema(
  {
    old: t.uint16().default(9).deprecated(false),
    name: t.string(),
    things: t.map(Thing),
    secret: t.string().default('mine').noSync(),
  },
  'Known',
);

function filled(): InstanceType<typeof State> {
  const state = new State();
  state.name = 'größe';
  state.things.set('a', new Thing().assign({ x: 1.5 }));
  return state;
}

test('deprecated and server-only fields, and their defaults, are no part of it', () => {
  const encoder = new Encoder(filled());
  const reflected: Decoder = Reflection.decode(Reflection.encode(encoder));
  const own: Decoder = new Decoder(new State() as Schema);
  const fullState = encoder.encodeAll().slice();
  for (const decoder of [reflected, own]) decoder.decode(fullState);
  const sum = decodedChecksum(reflected.state);
  expect(decodedChecksum(own.state)).toBe(sum);
  (own.state as InstanceType<typeof State>).things.delete('a');
  expect(decodedChecksum(own.state)).not.toBe(sum);
});
