// What is heard: every sound is made on the spot with WebAudio, nothing is loaded. Off until the
// visitor asks for it. Owns the synthesizer, which there is none of until then.
import type { ArenaView, Drawn } from '../arena-view.ts';
import type { Happenings } from '../drawing/witness.ts';
import type { Drone, Ship, Shot } from '../skirmish-state.ts';
import { type Heard, hear } from './hearing.ts';
import { Synthesizer } from './synthesizer.ts';

export class Sound implements Partial<Happenings> {
  readonly #heard: Heard = { loudness: 0, pan: 0 };
  #synthesizer: Synthesizer | undefined;
  #isOn = false;
  #view: ArenaView | undefined;

  /** Whether it is on from now on. Call it from a press: browsers allow no sound before one. */
  toggle(): boolean {
    this.#isOn = !this.#isOn;
    if (this.#isOn) this.#synthesizer ??= new Synthesizer();
    this.#synthesizer?.run(this.#isOn);
    return this.#isOn;
  }

  /** Once a frame: from where things are heard, and the hum of the own engine. */
  follow(view: ArenaView): void {
    this.#view = view;
    const own = view.own?.entity;
    this.#synthesizer?.hum(this.#isOn && own?.alive === true && own.thrusting);
  }

  fired(shot: Drawn<Shot>): void {
    if (this.#hears(shot)) this.#synthesizer?.fire(this.#heard);
  }

  droneOut(drone: Drawn<Drone>): void {
    if (this.#hears(drone)) this.#synthesizer?.hit(this.#heard);
  }

  shipOut(ship: Drawn<Ship>): void {
    if (this.#hears(ship)) this.#synthesizer?.explosion(this.#heard);
  }

  shipLit(ship: Drawn<Ship>): void {
    if (this.#hears(ship)) this.#synthesizer?.light(this.#heard);
  }

  scored(points: number): void {
    if (this.#isOn) this.#synthesizer?.score(points);
  }

  #hears(at: Drawn<unknown>): boolean {
    const view = this.#view;
    if (!this.#isOn || view?.own === undefined) return false;
    hear(view.own, at, view.world, this.#heard);
    return this.#heard.loudness > 0;
  }
}
