// The own ship, ahead of the server: each input is applied at once by the rule that the room itself
// runs, and what the room answers corrects it where it was wrong. The SDK's reconciler does that;
// this draws between two steps the short way round the world, and counts corrections. Owns both.
import '../shared/line/wire.ts'; // before the SDK, which takes the global WebSocket as it finds it
import { type InputHandle, Predict, type Reconciler } from '@colyseus/sdk';
import { type Flyer, flightFields, fly } from '../../../rooms/skirmish/flight.ts';
import type { Move, Ship, SkirmishRoom } from './skirmish-state.ts';
import { between, distance, type Place, shortest, type World } from './torus.ts';

export interface Corrections {
  /** How often the room's answer was not what had been predicted. */
  count: number;
  /** World units, of the newest and of the largest. */
  lastUnits: number;
  largestUnits: number;
}

const stepsPerFrameMax = 5; // after a pause the rest is left out, not sent in a burst
const jumpUnits = 220; // a respawn: shown at once, and no error of the prediction
const easeMs = 90; // for a correction to fade in
const leastUnits = 1e-3; // and radians

export class OwnShip {
  readonly place: Place = { x: 0, y: 0, heading: 0 };
  readonly corrections: Corrections = { count: 0, lastUnits: 0, largestUnits: 0 };
  readonly input: InputHandle<Move>;
  readonly #predict: Predict;
  readonly #ship: Ship;
  readonly #reconciler: Reconciler<Flyer, Move>;
  readonly #before: Place = { x: 0, y: 0, heading: 0 }; // one step ago
  readonly #offset: Place = { x: 0, y: 0, heading: 0 }; // of what is drawn, after a correction
  #wasAlive: boolean;
  #epoch: number; // of the inputs: a reconnection begins a new one
  #leftMs = 0; // since the newest step, and to be flown by the next

  /** `delayMs`: how far in the past others are drawn, which the room is told with each input. */
  constructor(room: SkirmishRoom, ship: Ship, delayMs: number) {
    this.#ship = ship;
    this.input = room.input<Move>();
    // The page's types of the state are its own: the SDK builds the classes as the page runs.
    this.#predict = Predict.get(room as unknown as Parameters<typeof Predict.get>[0], {
      mode: 'lerp',
      delay: delayMs,
    });
    const { input } = this;
    this.#reconciler = this.#predict.reconciler(ship as Ship & Flyer, {
      input,
      fields: flightFields,
      step: (context, own: Flyer, move: Move) => fly(own, move, context.dt),
      smoothMs: 0, // corrections are eased in here, round the world's edges
    });
    this.#wasAlive = ship.alive;
    this.#epoch = input.epoch;
    Object.assign(this.#before, pick(ship));
    Object.assign(this.place, pick(ship));
  }

  /** Where it is ahead of the server, to the last bit. */
  get state(): Readonly<Flyer> {
    return this.#reconciler.state;
  }

  get stepMs(): number {
    return this.input.stepMs ?? 1000 / 30;
  }

  /** 0 … 1: how far drawing has come from the last step but one to the last. */
  get share(): number {
    return this.#leftMs / this.stepMs;
  }

  isOf(ship: Ship): boolean {
    return this.#ship === ship;
  }

  /**
   * Begins a frame: takes over what the room has answered. Returns how many steps are due, which
   * are counted here and not by the SDK, because what is left of a step is drawn.
   */
  begin(nowMs: number, elapsedMs: number, world: World): number {
    const { x, y, heading } = this.state;
    this.#predict.tick(nowMs);
    this.#correct({ x, y, heading }, world);
    this.#leftMs = Math.min(this.#leftMs + elapsedMs, (stepsPerFrameMax + 1) * this.stepMs - 1);
    const left = Math.exp(-elapsedMs / easeMs);
    this.#offset.x *= left;
    this.#offset.y *= left;
    this.#offset.heading *= left;
    return Math.floor(this.#leftMs / this.stepMs);
  }

  /** Sends one input, which is one step. */
  step(move: Move): void {
    Object.assign(this.#before, pick(this.state));
    Object.assign(this.input.data, move);
    this.input.send();
    this.#leftMs -= this.stepMs;
  }

  /** Ends a frame: where to draw it. */
  end(world: World): void {
    between(this.place, this.#before, this.state, this.share, world);
    between(this.place, this.place, plus(this.place, this.#offset), 1, world);
  }

  dispose(): void {
    this.#predict.dispose();
  }

  /** What the room's answer changed of the state that was predicted from the same inputs. */
  #correct(predicted: Place, world: World): void {
    const { state } = this;
    const units = distance(predicted, state, world);
    const turned = Math.abs(shortest(predicted.heading, state.heading, Math.PI * 2));
    const isAnotherLife = this.#wasAlive !== state.alive || this.#epoch !== this.input.epoch;
    this.#wasAlive = state.alive;
    this.#epoch = this.input.epoch;
    if (units < leastUnits && turned < leastUnits) return;
    if (isAnotherLife || units > jumpUnits) {
      Object.assign(this.#before, pick(state));
      Object.assign(this.#offset, { x: 0, y: 0, heading: 0 });
      return;
    }
    this.corrections.count += 1;
    this.corrections.lastUnits = units;
    this.corrections.largestUnits = Math.max(this.corrections.largestUnits, units);
    // Drawn where it was, and from there to where it is in truth.
    this.#offset.x += shortest(state.x, predicted.x, world.width);
    this.#offset.y += shortest(state.y, predicted.y, world.height);
    this.#offset.heading += shortest(state.heading, predicted.heading, Math.PI * 2);
    Object.assign(this.#before, {
      x: this.#before.x + shortest(predicted.x, state.x, world.width),
      y: this.#before.y + shortest(predicted.y, state.y, world.height),
      heading: this.#before.heading + shortest(predicted.heading, state.heading, Math.PI * 2),
    });
  }
}

function pick({ x, y, heading }: Readonly<Place>): Place {
  return { x, y, heading };
}

function plus(place: Place, offset: Place): Place {
  const { x, y, heading } = place;
  return { x: x + offset.x, y: y + offset.y, heading: heading + offset.heading };
}
