/** A room's fan-out over a ring of its own, and clients that only remember what they are sent. */
import type { Client } from '@colyseus/core';
import type { Slot } from '../../../src/base/integers.ts';
import { ByteRing } from '../../../src/channel/byte-ring.ts';
import type { RoomEvents } from '../../../src/main-thread/room/room-events.ts';
import { ClientSink } from '../../../src/main-thread/sockets/client-sink.ts';
import { FrameScratch } from '../../../src/main-thread/sockets/frame-scratch.ts';
import { RoomOutlet } from '../../../src/main-thread/sockets/room-outlet.ts';
import { StateFrames } from '../../../src/main-thread/sockets/state-frames.ts';

const ringBytes = 1 << 20;

export const slot = (value: number) => value as Slot;

export function makeOutlet(isTimed: boolean) {
  const ring = new ByteRing(new SharedArrayBuffer(ByteRing.bytes(ringBytes)), 0, ringBytes);
  const events: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      events.push([name, ...args]);
    };
  const heard: RoomEvents = {
    seats: {
      joined: note('joined'),
      rejected: note('rejected'),
      left: note('left'),
      dropped: note('dropped'),
      held: note('held'),
      returned: note('returned'),
      denied: note('denied'),
    },
    created: note('created'),
    refused: note('refused'),
    listed: note('listed'),
    kicked: note('kicked'),
    logged: note('logged'),
    failed: note('failed'),
    disposed: note('disposed'),
    tooSlow: note('tooSlow'),
  };
  const states = new StateFrames(ring, isTimed, new FrameScratch());
  return { ring, events, outlet: new RoomOutlet(ring, 8, states, heard) };
}

/** A client of another transport: only `raw` can reach it. */
export function plainClient() {
  const sent: Buffer[] = [];
  const client = { raw: (data: Uint8Array) => sent.push(Buffer.from(data)) };
  return { sent, sink: new ClientSink(client as unknown as Client) };
}
