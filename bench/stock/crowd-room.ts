/** bench/games/crowd.ts as a stock room. */
import { type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { roomKey, StepLog } from '../load/processes/step-log.ts';

const tickRate = 2;

const Player = schema({ x: t.float32(), y: t.float32() }, 'Player');
const CrowdState = schema({ players: t.map(Player) }, 'Crowd');
const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');
const log = StepLog.find();

interface Types {
  state: InstanceType<typeof CrowdState>;
  input: InstanceType<typeof Move>;
}

export class CrowdRoom extends Room<Types> {
  override maxClients = 50;
  override patchRate = 1000 / tickRate;
  override state = new CrowdState();
  override inputs = this.defineInput(Move);

  override onCreate(): void {
    const key = roomKey(this.roomId);
    this.setFixedTimestep(() => {
      log.record(key);
      this.#step();
    }, tickRate);
  }

  override onJoin(client: Client): void {
    this.state.players.set(client.sessionId, new Player().assign({ x: 0, y: 0 }));
  }

  override onLeave(client: Client): void {
    this.state.players.delete(client.sessionId);
  }

  #step(): void {
    let taken = 0;
    for (const [sessionId, player] of this.state.players) {
      for (const move of this.inputs.get(sessionId)) {
        player.x += move.x;
        player.y += move.y;
        taken++;
      }
    }
    log.countInputs(taken);
  }
}
