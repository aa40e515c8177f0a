// What the pilot must know about the own ship, in the middle of the screen: who put its lamp out
// and how long until it burns again, and that it does. Owns the notice and the score's little jump.
import { element } from '../shared/page.ts';
import type { Drawn } from './arena-view.ts';
import type { Happenings } from './drawing/witness.ts';
import type { Ship } from './skirmish-state.ts';

const welcome = 'You fly the white ship';
const litAgain = 'Your lamp burns again';
const outWords = 'Your lamp is out';
const litMs = 1900;

export class Notice implements Partial<Happenings> {
  readonly #root = element('notice', HTMLParagraphElement);
  readonly #words = document.createElement('span');
  readonly #score = element('own-score', HTMLElement);
  readonly #ownKey: () => string;
  #isOut = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ownKey`: the own session id. */
  constructor(ownKey: () => string) {
    this.#ownKey = ownKey;
    // The bar is filled by a CSS animation that lasts as long as a lamp is out.
    this.#root.replaceChildren(this.#words, document.createElement('i'));
    this.#say('', '');
  }

  /** Who put the own lamp out: a name. The server tells it beside the state, before or after. */
  putOutBy(name: string): void {
    this.#say('out', `${name} put out your lamp`);
  }

  shipOut(ship: Drawn<Ship>): void {
    if (ship.key !== this.#ownKey()) return;
    this.#isOut = true;
    if (this.#root.dataset.kind !== 'out') this.#say('out', outWords);
  }

  shipLit(ship: Drawn<Ship>): void {
    if (ship.key !== this.#ownKey()) return;
    this.#say('lit', this.#isOut ? litAgain : welcome);
    this.#isOut = false;
    this.#timer = setTimeout(() => this.#say('', ''), litMs);
  }

  scored(): void {
    const jump = [{ transform: 'scale(1.35)' }, { transform: 'scale(1)' }];
    this.#score.animate(jump, { duration: 320, easing: 'cubic-bezier(0.2, 1.6, 0.4, 1)' });
  }

  #say(kind: string, words: string): void {
    clearTimeout(this.#timer);
    this.#root.dataset.kind = kind;
    this.#words.textContent = words;
  }
}
