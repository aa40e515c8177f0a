/** bench/games/fanout.ts and fanout-timed.ts as stock rooms. */
import { Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { roomKey, StepLog } from '../load/processes/step-log.ts';

const things = 50;
const tickRate = 20;

const Thing = schema({ x: t.float32(), y: t.float32() }, 'Thing');
const FanoutState = schema({ things: t.map(Thing) }, 'Fanout');
const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');
const log = StepLog.find();

interface Types {
  state: InstanceType<typeof FanoutState>;
  input: InstanceType<typeof Move>;
}

export class FanoutRoom extends Room<Types> {
  override maxClients = 512;
  override state = new FanoutState();

  override onCreate(): void {
    for (let count = 0; count < things; count++) {
      this.state.things.set(`t${count}`, new Thing().assign({ x: 0, y: 0 }));
    }
    const key = roomKey(this.roomId);
    this.setFixedTimestep(() => {
      log.record(key);
      for (const thing of this.state.things.values()) {
        thing.x += 1;
        thing.y -= 1;
      }
    }, tickRate);
  }
}

export class TimedFanoutRoom extends FanoutRoom {
  override inputs = this.defineInput(Move);
}
