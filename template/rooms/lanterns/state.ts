/** What the room keeps and its clients see, and what clients send. */
import { schema, t } from '@colyseus/schema';

const Lantern = schema(
  {
    x: t.float32(),
    y: t.float32(),
    hue: t.uint8(),
    sparks: t.uint16(),
    slot: t.uint16().noSync(), // stays on the server: whose inputs move it
  },
  'Lantern',
);
const Spark = schema({ x: t.float32(), y: t.float32() }, 'Spark');

export const State = schema(
  {
    lanterns: t.map(Lantern),
    sparks: t.map(Spark),
    sparksEver: t.uint32().noSync(), // makes their keys
  },
  'Lanterns',
);
export const Move = schema({ dx: t.int8(), dy: t.int8() }, 'Move');

export type LanternsState = InstanceType<typeof State>;
export type LanternSeen = InstanceType<typeof Lantern>;
