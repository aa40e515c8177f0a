// One seat in a room of some game, over the stock SDK: joins, says in words how it stands, hands on
// patches, and comes back by itself after a cut. Owns the SDK's room and the status.
import './line/wire.ts'; // before the SDK, which takes the global WebSocket as it finds it
import { Client, type Room } from '@colyseus/sdk';
import { type Ending, endingOfClose, endingOfRefusal } from './words.ts';

export type Phase = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'lost';

export interface Status {
  readonly phase: Phase;
  readonly words: string;
  /** Why there is no game (any more): with `lost`, and with `idle` after a leave. */
  readonly ending?: Ending;
  /** With `reconnecting`: which try this is, of how many. */
  readonly tries?: number;
  readonly triesMax?: number;
}

/**
 * Which room: any that is open, a new one that no list shows, or the one with this id and, where
 * that is gone, another. `seat`: the token of a seat there that may still be held.
 */
export type Choice =
  | { readonly kind: 'quick' }
  | { readonly kind: 'private' }
  | {
      readonly kind: 'room';
      readonly roomId: string;
      readonly orElse?: Choice;
      readonly seat?: string;
    };

export interface ConnectionEvents<State> {
  status?(status: Status): void;
  /** The place to listen for messages. Not again after a reconnection: the room is the same. */
  joined?(room: Room<unknown, State>): void;
  patch?(state: State): void;
}

/** A connection as parts of a page see it that know no game's state. */
export interface Seat {
  readonly game: string;
  readonly host: string;
  readonly status: Status;
  readonly room: { readonly roomId: string } | undefined;
  follow(changed: (status: Status) => void): void;
  leave(): void;
}

const triesMax = 8; // the SDK doubles its delay each time, up to 5 s: about 20 s in all
const tryWordsMs = 200;
const quick: Choice = { kind: 'quick' };

export class Connection<State> implements Seat {
  readonly game: string;
  readonly endpoint: string;
  room: Room<unknown, State> | undefined;
  status: Status = { phase: 'idle', words: '' };
  /** What was asked for last. */
  choice: Choice = quick;

  readonly #listeners: ConnectionEvents<State>[] = [];

  /** `game`: the name under which the server has it. `endpoint`: where `?server=` says, or here. */
  constructor(game: string, events: ConnectionEvents<State> = {}, endpoint = endpointHere()) {
    this.game = game;
    this.endpoint = endpoint;
    this.listen(events);
  }

  get host(): string {
    return new URL(this.endpoint).host;
  }

  /** One more who wants to hear of it. */
  listen(events: ConnectionEvents<State>): void {
    this.#listeners.push(events);
  }

  follow(changed: (status: Status) => void): void {
    this.listen({ status: changed });
  }

  /** Takes a seat. Never rejects: a failure becomes the status `lost`, with the reason in words. */
  async join(choice: Choice, options: object = {}): Promise<void> {
    if (this.status.phase !== 'idle' && this.status.phase !== 'lost') return;
    this.#enter({ phase: 'connecting', words: 'Connecting' });
    await this.#try(choice, options);
  }

  /** Gives the seat up, also while it is being won back. */
  leave(): void {
    const { room } = this;
    if (room === undefined || this.status.phase === 'lost') return;
    const wasOpen = room.connection.isOpen;
    room.reconnection.maxRetries = 0;
    room.removeAllListeners();
    // A try to reconnect may be under way, and may be let in: that seat is given up as well.
    room.onReconnect(() => void room.leave());
    if (wasOpen) void room.leave();
    this.room = undefined;
    const ending: Ending = { kind: 'left', words: '' };
    this.#enter({ phase: 'idle', words: '', ending });
  }

  async #try(choice: Choice, options: object): Promise<void> {
    this.choice = choice;
    let room: Room<unknown, State>;
    try {
      room = await this.#seat(choice, options);
    } catch (error) {
      const ending = endingOfRefusal(error, this.host, this.game);
      const orElse = choice.kind === 'room' ? choice.orElse : undefined;
      if (ending.kind === 'gone' && orElse) return this.#try(orElse, options);
      return this.#end(ending);
    }
    this.#adopt(room);
  }

  #seat(choice: Choice, options: object): Promise<Room<unknown, State>> {
    const client = new Client(this.endpoint);
    switch (choice.kind) {
      case 'quick':
        return client.joinOrCreate<State>(this.game, options);
      case 'private':
        return client.create<State>(this.game, { ...options, private: true });
      case 'room': {
        const anew = () => client.joinById<State>(choice.roomId, options);
        return choice.seat ? client.reconnect<State>(choice.seat).catch(anew) : anew();
      }
    }
  }

  #adopt(room: Room<unknown, State>): void {
    this.room = room;
    room.reconnection.maxRetries = triesMax;
    room.reconnection.minUptime = 0; // a cut may come in the first seconds as well
    room.onStateChange((state) => {
      for (const listener of this.#listeners) listener.patch?.(state);
    });
    room.onDrop(() => this.#reconnect(room));
    room.onReconnect(() => this.#enter({ phase: 'connected', words: 'Connected' }));
    room.onLeave((code, reason) => {
      const wasAnswered = room.reconnection.retryCount < triesMax;
      this.#end(endingOfClose({ code, reason, wasAnswered }));
    });
    room.onError((code, message) => console.warn(`room error ${code}: ${message ?? ''}`));
    this.#enter({ phase: 'connected', words: 'Connected' });
    for (const listener of this.#listeners) listener.joined?.(room);
  }

  /** Tells the count of tries for as long as the SDK goes on trying. */
  #reconnect(room: Room<unknown, State>): void {
    const tell = (): void => {
      const tries = Math.max(1, room.reconnection.retryCount);
      const words = `Connection dropped. Reconnecting, try ${tries} of ${triesMax}`;
      this.#enter({ phase: 'reconnecting', words, tries, triesMax });
    };
    const timer = setInterval(() => {
      if (this.status.phase === 'reconnecting' && this.room === room) tell();
      else clearInterval(timer);
    }, tryWordsMs);
    tell();
  }

  #end(ending: Ending): void {
    this.#enter({ phase: 'lost', words: ending.words, ending });
  }

  #enter(status: Status): void {
    if (this.status.phase === status.phase && this.status.words === status.words) return;
    this.status = status;
    for (const listener of this.#listeners) listener.status?.(status);
  }
}

function endpointHere(): string {
  return new URLSearchParams(location.search).get('server') ?? location.origin;
}
