// The loop between the pilot and the room: once a frame takes over what the room has answered,
// sends the inputs that are due, one per step at the room's rate, and moves the scene. Owns the own
// ship's prediction and the delay with which others are drawn.
import type { InputSampler } from './helm/input-sampler.ts';
import { type Corrections, OwnShip } from './own-ship.ts';
import type { Predicted, Scene } from './scene.ts';
import type { SkirmishRoom, SkirmishState } from './skirmish-state.ts';

const delayMs = 100; // one and a half patches: the next one is there in time, mostly
const noCorrections: Corrections = { count: 0, lastUnits: 0, largestUnits: 0 };

export class Pilot {
  /** Off: the own ship is drawn like others, where the room last said it was. */
  isPredicting = true;
  readonly #scene: Scene;
  readonly #sampler: InputSampler;
  #room: SkirmishRoom | undefined;
  #own: OwnShip | undefined;
  #frameMs = 0;

  constructor(scene: Scene, sampler: InputSampler) {
    this.#scene = scene;
    this.#sampler = sampler;
  }

  get corrections(): Readonly<Corrections> {
    return this.#own?.corrections ?? noCorrections;
  }

  /** Steps that the own ship has flown, and the share of the next that is drawn. */
  get flown(): number {
    return this.#own === undefined ? 0 : this.#own.input.sentCount - 1 + this.#own.share;
  }

  begin(room: SkirmishRoom): void {
    this.end();
    this.#room = room;
    this.#scene.begin(room.sessionId);
    this.#sampler.isActive = true;
  }

  /** The game is over, or the connection away: nothing more is sent. */
  end(): void {
    this.#sampler.isActive = false;
    this.#own?.dispose();
    this.#own = undefined;
    this.#room = undefined;
  }

  patch(state: SkirmishState): void {
    const room = this.#room;
    if (room === undefined) return;
    const ship = state.ships?.get(room.sessionId);
    if (ship !== undefined && this.#own?.isOf(ship) !== true) {
      this.#own?.dispose();
      this.#own = new OwnShip(room, ship, delayMs);
    }
    this.#scene.patch(state, room.clock.lastServerTime(), performance.now());
  }

  frame(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#frameMs);
    this.#frameMs = nowMs;
    if (this.#room === undefined) return;
    const predicted = this.#fly(this.#own, nowMs, elapsedMs);
    // Where the room looks, too, when it judges what this pilot fires at.
    const { clock } = this.#room;
    const atMs = clock.renderNow() - delayMs - clock.smoothedRtt() / 2;
    this.#scene.advance(atMs, this.isPredicting ? predicted : undefined);
  }

  #fly(own: OwnShip | undefined, nowMs: number, elapsedMs: number): Predicted | undefined {
    if (own === undefined) return undefined;
    const { world } = this.#scene;
    const due = own.begin(nowMs, elapsedMs, world);
    for (let step = 0; step < due; step += 1) {
      const move = this.#sampler.sample(own.state.heading);
      own.step(move);
      this.#scene.step(move, own.state, own.state.alive, own.stepMs / 1000);
    }
    own.end(world);
    return { place: own.place, thrusting: own.state.thrusting, share: own.share };
  }
}
