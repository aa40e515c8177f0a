/** bench/games/input.ts as a stock room. */
import { Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { roomKey, StepLog } from '../load/processes/step-log.ts';

const tickRate = 20;
const patchMs = 1_000;

const InputState = schema({ x: t.int32().default(0), y: t.int32().default(0) }, 'Input');
const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');
const log = StepLog.find();

interface Types {
  state: InstanceType<typeof InputState>;
  input: InstanceType<typeof Move>;
}

export class InputRoom extends Room<Types> {
  override maxClients = 64;
  override patchRate = patchMs;
  override state = new InputState();
  override inputs = this.defineInput(Move);

  override onCreate(): void {
    const key = roomKey(this.roomId);
    this.setFixedTimestep(() => {
      log.record(key);
      this.#step();
    }, tickRate);
  }

  #step(): void {
    let taken = 0;
    for (const client of this.clients) {
      for (const move of this.inputs.get(client.sessionId)) {
        this.state.x += move.x;
        this.state.y += move.y;
        taken++;
      }
    }
    log.countInputs(taken);
  }
}
