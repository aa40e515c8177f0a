/** Messages in the fan-out: who is spared, what waits for a patch, who is too slow for them. */
import { expect, test } from 'vitest';
import { clientBacklogBytesMax } from '../../../src/base/limits.ts';
import { FromRoom, MessageFlag } from '../../../src/channel/records.ts';
import { makeOutlet, plainClient, slot } from '../sockets/outlet-stage.ts';

/** A slot that nobody has, as a broadcast's exception. */
const noSlot = Buffer.of(7, 0);

test('a broadcast spares the slots that stand behind its frame', () => {
  const { ring, outlet } = makeOutlet(false);
  const clients = [plainClient(), plainClient(), plainClient()];
  for (const [at, { sink }] of clients.entries()) {
    outlet.attach(slot(at), sink);
    ring.write(FromRoom.FULL_STATE, at, 0, 0, Buffer.from('full'));
  }
  const spared = Buffer.of(0, 0, 2, 0, 7, 0);
  ring.write(FromRoom.BROADCAST, 0, 3, 0, Buffer.concat([Buffer.from('\rhello'), spared]));
  outlet.read();
  expect(clients.map(({ sent }) => sent.slice(1).map(String))).toEqual([[], ['\rhello'], []]);
});

test.for([true, false])('held messages go out after the next patch, timed: %s', (isTimed) => {
  const { ring, outlet } = makeOutlet(isTimed);
  const [first, second, late] = [plainClient(), plainClient(), plainClient()];
  outlet.attach(slot(0), first.sink);
  outlet.attach(slot(1), second.sink);
  ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
  ring.write(FromRoom.FULL_STATE, 1, 0, 0, Buffer.from('full'));
  const held = MessageFlag.AFTER_PATCH;
  ring.write(FromRoom.SEND, 0, 0, held, Buffer.from('\rto one'));
  ring.write(FromRoom.SEND, 1, 0, held, Buffer.from('\rto another'));
  ring.write(FromRoom.BROADCAST, 0, 1, held, Buffer.concat([Buffer.from('\rto all'), noSlot]));
  ring.write(FromRoom.BROADCAST, 0, 0, 0, Buffer.from('\rnow'));
  outlet.read();
  // Who has left gets nothing, and neither does who has the slot by then.
  outlet.attach(slot(1), late.sink);
  ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p'));
  ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.from('p'));
  outlet.read();
  const messages = (sent: readonly Buffer[]) => sent.map(String).filter((text) => text[0] === '\r');
  const kinds = first.sent.map((frame) => (frame[0] as number) & 0x1f);
  expect(kinds).toEqual([14, 13, 15, 13, 13, 15]);
  expect(messages(first.sent)).toEqual(['\rnow', '\rto one', '\rto all']);
  expect(messages(second.sent)).toEqual(['\rnow']);
  ring.write(FromRoom.FULL_STATE, 1, 0, 0, Buffer.from('full'));
  outlet.read();
  expect(messages(late.sent)).toEqual(['\rto all']);
});

test('an empty patch reaches nobody, and lets go what is held', () => {
  const { ring, outlet } = makeOutlet(false);
  const { sent, sink } = plainClient();
  outlet.attach(slot(0), sink);
  ring.write(FromRoom.FULL_STATE, 0, 0, 0, Buffer.from('full'));
  ring.write(FromRoom.BROADCAST, 0, 0, MessageFlag.AFTER_PATCH, Buffer.from('\rheld'));
  ring.write(FromRoom.PATCH, 0, 0, 0, Buffer.alloc(0));
  outlet.read();
  expect(sent.map(String)).toEqual(['\x0efull', '\rheld']);
});

test('a client that never takes its full state is too slow one day', () => {
  const { ring, outlet, events } = makeOutlet(false);
  outlet.attach(slot(3), plainClient().sink);
  const body = Buffer.alloc(64 * 1024);
  for (let bytes = 0; bytes <= clientBacklogBytesMax; bytes += body.length) {
    expect(events).toEqual([]);
    ring.write(FromRoom.SEND, 3, 0, 0, body);
    outlet.read();
  }
  expect(events).toEqual([['tooSlow', 3]]);
});
