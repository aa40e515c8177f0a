// What a visitor meets first, and again when a game has ended: asks for a name, offers ways into a
// room, lists the open ones. Owns <main id="card">, the link in the address bar and the lobby.
import type { Choice, Connection, Status } from './connection.ts';
import { hashOf, type RoomLink, readLink } from './links.ts';
import { Lobby } from './lobby.ts';
import { element, make, makeButton } from './page.ts';
import { folderOf, hrefOf, pages } from './pages.ts';
import { titleOf } from './room-list.ts';
import { RoomTable } from './room-table.ts';
import { recallName, rememberName } from './stored-name.ts';
import type { Ending } from './words.ts';

export interface StartSettings<State> {
  readonly connection: Connection<State>;
  readonly title: string;
  readonly greeting: string;
  /** How it is played: "W A D or arrows: fly". */
  readonly keys: readonly string[];
  /** The same for fingers, in one line. */
  readonly touch?: string;
  /** The name of who gives none; "guest" if it is left out. */
  readonly unnamed?: string;
  /** What a join asks for beside `{ name }`. */
  readonly options?: (choice: Choice) => object;
}

const keyPattern = /\b([A-Z]|arrows|enter|space)\b/;
const quick: Choice = { kind: 'quick' };
/** After these the room may still be there, and is tried first. */
const mayReturn: readonly Ending['kind'][] = ['unreachable', 'shutdown', 'unseated', 'refused'];

export class StartScreen<State> {
  readonly #settings: StartSettings<State>;
  readonly #connection: Connection<State>;
  readonly #lobby: Lobby;
  readonly #table: RoomTable;
  readonly #card = element('card', HTMLElement);
  readonly #words = make('p', { id: 'card-words', role: 'status' });
  readonly #name = make('input', {
    ...{ id: 'name', maxlength: '16', spellcheck: 'false', autocomplete: 'nickname' },
    enterkeyhint: 'go',
  });
  readonly #play = make('button', { id: 'play', type: 'submit' });
  readonly #others = make('div', { class: 'others' });
  #link: RoomLink | undefined;
  #ending: Ending | undefined;

  constructor(settings: StartSettings<State>) {
    this.#settings = settings;
    this.#name.placeholder = this.#unnamed;
    this.#connection = settings.connection;
    this.#table = new RoomTable((roomId) => this.#go({ kind: 'room', roomId }));
    this.#lobby = new Lobby(settings.connection.endpoint, () => this.#refresh());
    this.#link = readLink(location.hash);
    this.#name.value = recallName();
    this.#build();
    settings.connection.follow((status) => this.#follow(status));
    addEventListener('hashchange', () => this.#invite(readLink(location.hash)));
    const name = new URLSearchParams(location.search).get('autoplay');
    if (name === null) this.#show();
    else this.#autoplay(name);
  }

  /** The name that is played under. */
  get name(): string {
    return this.#name.value.trim() || this.#unnamed;
  }

  get #unnamed(): string {
    return this.#settings.unnamed ?? 'guest';
  }

  /** Makes way for the game. */
  hide(): void {
    this.#card.hidden = true;
    this.#lobby.close();
  }

  /** Comes back with the reason why there is no game. */
  lost(words: string, ending?: Ending): void {
    this.#ending = ending ?? { kind: 'closed', words };
    this.#show();
  }

  #autoplay(name: string): void {
    this.#name.value = name;
    this.#refresh();
    // Once the page has made all that listens to the connection.
    queueMicrotask(() => this.#go(this.#link ? roomOf(this.#link) : quick));
  }

  #show(): void {
    this.#card.hidden = false;
    this.#lobby.open();
    this.#refresh();
    // Where there is only touch, a focused field brings up a keyboard that nobody asked for.
    const hasKeys = matchMedia('(hover: hover)').matches;
    if (this.#name.value === '' && hasKeys) this.#name.focus();
    else this.#play.focus();
  }

  #follow({ phase, words, ending }: Status): void {
    const { room } = this.#connection;
    if (phase === 'connected' && room !== undefined) {
      this.#ending = undefined;
      this.#link = undefined;
      replaceHash(hashOf({ roomId: room.roomId, from: this.name }));
      this.hide();
    } else if (phase === 'lost') {
      if (ending?.kind === 'unreachable' || ending?.kind === 'full') this.lost(words, ending);
      else this.#forgetLink(() => this.lost(words, ending));
    } else if (phase === 'idle') {
      this.#forgetLink(() => this.#show());
    } else {
      this.#refresh();
    }
  }

  #forgetLink(then: () => void): void {
    this.#link = undefined;
    replaceHash('');
    then();
  }

  /** Somebody opened a link to a room in this page. */
  #invite(link: RoomLink | undefined): void {
    if (link === undefined || link.roomId === this.#connection.room?.roomId) return;
    this.#connection.leave();
    this.#ending = undefined;
    this.#link = link;
    replaceHash(hashOf(link));
    this.#show();
  }

  #go(choice: Choice): void {
    rememberName(this.name);
    this.#name.blur();
    const more = this.#settings.options?.(choice) ?? {};
    void this.#connection.join(choice, { name: this.name, ...more });
  }

  #build(): void {
    const { title, keys, touch } = this.#settings;
    const form = make('form', { id: 'card-form', autocomplete: 'off' });
    form.append(make('label', { for: 'name' }, 'Your name'), this.#name, this.#play, this.#others);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#go(this.#first().choice);
    });
    const left = make('div', { class: 'way-in' }, make('h1', {}, title), this.#words, form);
    const help = make(
      'div',
      { class: 'help' },
      make('ul', { class: 'keys' }, ...keys.map(keyLine)),
    );
    if (touch) help.append(make('p', { class: 'touch-keys' }, touch));
    const panel = make('div', { class: 'panel' }, left, this.#table.root, help);
    this.#card.replaceChildren(siteBar(), panel);
  }

  /** The big button: what most want now. */
  #first(): { label: string; choice: Choice } {
    const link = this.#link;
    if (link) return { label: `Join ${this.#linkTitle(link)}`, choice: roomOf(link) };
    const ending = this.#ending;
    if (ending === undefined) return { label: 'Quick play', choice: quick };
    const { room, choice } = this.#connection;
    if (ending.kind === 'gone' || (ending.kind === 'full' && choice.kind === 'room')) {
      return { label: 'Play in another room', choice: quick };
    }
    const orElse = choice.kind === 'room' ? quick : choice;
    const again: Choice =
      room !== undefined && mayReturn.includes(ending.kind)
        ? { kind: 'room', roomId: room.roomId, orElse }
        : orElse;
    return { label: 'Play again', choice: again };
  }

  #linkTitle({ roomId, from }: RoomLink): string {
    const row = this.#lobby.list.rowsOf(this.#connection.game).find((one) => one.roomId === roomId);
    return row ? row.title : from ? titleOf(from) : 'this room';
  }

  #refresh(): void {
    const { phase } = this.#connection.status;
    const isBusy = phase === 'connecting';
    const first = this.#first();
    this.#play.textContent = isBusy ? 'Connecting…' : first.label;
    this.#play.disabled = isBusy;
    this.#card.dataset.lost = String(this.#ending !== undefined && !isBusy);
    this.#words.textContent = this.#ending?.words ?? this.#greeting();
    const others: [string, Choice][] = [['Private room', { kind: 'private' }]];
    if (first.choice.kind !== 'quick') others.unshift(['Quick play', quick]);
    this.#others.replaceChildren(
      ...others.map(([label, choice]) => {
        const button = makeButton(label, () => this.#go(choice));
        button.disabled = isBusy;
        return button;
      }),
    );
    this.#table.refresh(this.#lobby, this.#connection);
  }

  #greeting(): string {
    const link = this.#link;
    if (link === undefined) return this.#settings.greeting;
    const row = this.#lobby.list.rowsOf(this.#connection.game).find((one) => {
      return one.roomId === link.roomId;
    });
    if (row?.players) return `You are invited. Playing there: ${row.players}.`;
    return link.from ? `${link.from} invites you.` : 'You are invited to a room.';
  }
}

function roomOf({ roomId }: RoomLink): Choice {
  return { kind: 'room', roomId };
}

function replaceHash(hash: string): void {
  const { pathname, search } = location;
  if (location.hash !== hash) history.replaceState(null, '', `${pathname}${search}${hash}`);
}

/** "W A D or arrows: fly": what is before the colon is text, with the keys in it as keys. */
function keyLine(line: string): HTMLLIElement {
  const [keys = '', what = ''] = line.split(/:\s*/);
  const parts = keys.split(keyPattern).map((part) => {
    return keyPattern.test(part) ? make('kbd', {}, part) : part;
  });
  return make('li', {}, make('span', { class: 'pressed' }, ...parts), what);
}

/** The site's name, and the way to its other pages. */
function siteBar(): HTMLElement {
  const here = new URL(location.href);
  const current = folderOf(here.pathname);
  const links = pages.map((page) => {
    const link = make('a', { href: hrefOf(page, here) }, page.title);
    if (page.folder === current) link.setAttribute('aria-current', 'page');
    return link;
  });
  return make('nav', { class: 'site' }, make('b', { class: 'brand' }, 'Hypogeum'), ...links);
}
