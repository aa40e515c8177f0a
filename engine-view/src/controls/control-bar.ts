/**
 * The buttons that change what the server does, and the sentence that says what to look for. Main
 * thread of the page; owns the bar. What a button did is seen in what the server tells next.
 */
import type { Control } from '../frames.ts';
import { byId, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { captionOf } from './caption.ts';
import { chooseHeavy, heavyOf } from './heavy-choice.ts';

const botCount = 100;
const botSeconds = 600;
const heavyMs = 30;
/** Chosen first where it is there: its rooms tick 30 times a second. */
const gameFirst = 'skirmish';
/** Words of a refusal stay for so long, ms. */
const wordsMs = 6_000;

export type Send = (control: Control) => Promise<string | undefined>;

export class ControlBar {
  readonly #model: EngineModel;
  readonly #send: Send;
  readonly #bar = byId('controls', HTMLElement);
  readonly #game = byId('bots-game', HTMLSelectElement);
  readonly #add = byId('bots-add', HTMLButtonElement);
  readonly #stop = byId('bots-stop', HTMLButtonElement);
  readonly #heavy = byId('heavy', HTMLButtonElement);
  readonly #stealing = byId('stealing', HTMLButtonElement);
  readonly #caption = byId('caption', HTMLElement);
  readonly #answer = byId('answer', HTMLElement);
  #refusal = '';
  #stealingShown = true;
  #forget: ReturnType<typeof setTimeout> | undefined;

  constructor(model: EngineModel, send: Send) {
    this.#model = model;
    this.#send = send;
    this.#add.addEventListener('click', () => {
      const game = this.#game.value;
      void this.#ask({ do: 'bots', game, count: botCount, seconds: botSeconds }, this.#add);
    });
    this.#stop.addEventListener('click', () => void this.#ask({ do: 'stop bots' }, this.#stop));
    this.#heavy.addEventListener('click', () => this.#shiftHeavy());
    this.#stealing.addEventListener('click', () => {
      const on = this.#model.frame?.stealing === false;
      void this.#ask({ do: 'stealing', on }, this.#stealing);
    });
  }

  begin(): void {
    const { hello } = this.#model;
    const games = hello?.games ?? [];
    this.#game.replaceChildren(...games.map((game) => new Option(game)));
    if (games.includes(gameFirst)) this.#game.value = gameFirst;
    this.#bar.hidden = hello?.controls !== true;
    for (const element of [this.#game, this.#add, this.#stop]) element.hidden = !hello?.bots;
    this.show();
  }

  /** Ten times a second: there is something to write only when stealing was switched. */
  showFrame(): void {
    if (this.#model.frame?.stealing !== this.#stealingShown) this.show();
  }

  /** Words and states, as far as they are others. */
  show(): void {
    const { hello, frame, rooms, second, selectedRoom } = this.#model;
    const stealing = frame?.stealing !== false;
    this.#stealingShown = stealing;
    const bots = second?.bots ?? 0;
    const heavy = heavyOf(rooms.rooms);
    setText(this.#add, `Add ${botCount} bots`);
    setText(this.#stop, bots > 0 ? `Stop ${bots} bots` : 'Stop bots');
    this.#stop.disabled = bots === 0;
    setText(this.#heavy, chooseHeavy(rooms.rooms, selectedRoom, stealing).words);
    this.#heavy.disabled = rooms.rooms.length === 0;
    this.#heavy.classList.toggle('on', heavy !== undefined);
    setText(this.#stealing, stealing ? 'Pause stealing' : 'Resume stealing');
    this.#stealing.classList.toggle('on', !stealing);
    setText(this.#answer, this.#refusal || second?.botsError || '');
    if (hello === undefined) return;
    const { controls, workers } = hello;
    const situation = { rooms: rooms.total, heavy, stealing, controls, workers };
    setText(this.#caption, captionOf(situation));
  }

  /** Asks the server, and says what it answered where it refused. */
  async makeHeavy(room: number, isHeavy: boolean): Promise<void> {
    await this.#ask({ do: 'heavy', room, ms: isHeavy ? heavyMs : 0 }, this.#heavy);
  }

  #shiftHeavy(): void {
    const { rooms, selectedRoom, frame } = this.#model;
    const stealing = frame?.stealing !== false;
    const { lighten, burden } = chooseHeavy(rooms.rooms, selectedRoom, stealing);
    for (const room of lighten) void this.makeHeavy(room, false);
    if (burden >= 0) void this.makeHeavy(burden, true);
  }

  async #ask(control: Control, button: HTMLButtonElement): Promise<void> {
    button.setAttribute('aria-busy', 'true');
    const refusal = await this.#send(control);
    button.removeAttribute('aria-busy');
    clearTimeout(this.#forget);
    this.#refusal = refusal === undefined ? '' : `Refused: ${refusal}.`;
    this.show();
    this.#forget = setTimeout(() => {
      this.#refusal = '';
      this.show();
    }, wordsMs);
  }
}
