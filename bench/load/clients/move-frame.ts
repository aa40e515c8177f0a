/** The input that all clients of the benchmarks send, as the SDK would frame it. */
import { schema, t } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';

/** Of the wire: Protocol.ROOM_INPUT_RELIABLE. */
const codeInput = 19;

const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');

/** Whole, so that it can be sent again and again. */
export function moveFrame(): number[] {
  const move = new Move();
  const encoder = new InputEncoder(move);
  move.x = 1;
  move.y = -1;
  return [codeInput, ...encoder.encode()];
}
