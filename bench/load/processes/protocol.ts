/** What a benchmark asks its server and client processes, over IPC, and what they answer. Types. */
import type { Spread } from './step-times.ts';

/** How a server is started; the argument of its process, as JSON. */
export interface ServerConfig {
  /** Ours only. */
  readonly workers?: number;
  readonly stealing?: boolean;
  readonly engineView?: boolean;
}

export type ServerRequest =
  /** A window begins here. Answer: null. */
  | { readonly ask: 'begin' }
  /** It ends here. Answer: ServerWindow. */
  | { readonly ask: 'end' }
  /** Rooms that nobody has to be in. Answer: null. */
  | {
      readonly ask: 'create';
      readonly room: string;
      readonly rooms: number;
      readonly options: Readonly<Record<string, unknown>>;
    }
  /** After a collection of the main thread. Answer: bytes. */
  | { readonly ask: 'rss' };

export interface ServerWindow {
  readonly wallMs: number;
  /** Of all threads of the process, user and system. */
  readonly cpuMs: number;
  /** Of which on the main thread. */
  readonly mainCpuMs: number;
  /** Of `cpuMs`, outside the system's calls. */
  readonly userMs: number;
  /** By room, when its steps began, ms, in order: of the rooms whose steps are logged. */
  readonly steps: ReadonlyMap<number, readonly number[]>;
  /** Inputs that steps consumed. */
  readonly inputs: number;
  /** Collections where the games' steps run: on the workers, or on stock's only thread. */
  readonly stepGc: Collections;
}

export interface Collections {
  readonly count: number;
  readonly ms: number;
}

export interface OpenRequest {
  readonly ask: 'open';
  /** Servers; rooms are spread over them in turns. */
  readonly urls: readonly string[];
  readonly room: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly rooms: number;
  readonly clientsPerRoom: number;
}

export type ClientsRequest =
  /** Answer when all are in and have the state: how many rooms got all their clients. */
  | OpenRequest
  /** The rooms that were opened last lose their clients. Answer: null. */
  | { readonly ask: 'close'; readonly rooms: number }
  /** Each client sends `frame` so often a second; 0 stops it. Answer: null. */
  | { readonly ask: 'send'; readonly frame: readonly number[]; readonly perSecond: number }
  /** Answer: null. */
  | { readonly ask: 'begin' }
  /** `periodMs`: at which patches should arrive. Answer: ClientsWindow. */
  | { readonly ask: 'end'; readonly periodMs: number };

export interface ClientsWindow {
  readonly wallMs: number;
  readonly clients: number;
  /** Connections that ended without the benchmark's having asked. */
  readonly lost: number;
  readonly patches: number;
  readonly bytes: number;
  readonly inputsSent: number;
  /** How much longer than a period a client waited for a patch. */
  readonly pause: Spread;
}

/** Each request and each answer carries a number, by which they find each other. */
export interface Envelope<Content> {
  readonly id: number;
  readonly content: Content;
}

export type Answer = { readonly value: unknown } | { readonly error: string };
