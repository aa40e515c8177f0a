/**
 * A server, or several, and the clients that play there: what load benchmarks measure. Runs in the
 * benchmark's process; owns the processes of one round.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child-process.ts';
import type {
  ClientsRequest,
  ClientsWindow,
  OpenRequest,
  ServerConfig,
  ServerRequest,
  ServerWindow,
} from './protocol.ts';
import { type StepTimes, summariseSteps } from './step-times.ts';

export type RoomsRequest = Omit<OpenRequest, 'ask' | 'urls'>;

export type Side = 'ours' | 'stock';

/** Of the rooms whose steps are logged, and of their patches. */
export const periodMs = 50;

const priorityDefault = 10;

const files = { ours: 'hypogeum-server.ts', stock: 'stock-server.ts' } as const;

export interface StandConfig extends ServerConfig {
  readonly side: Side;
  /** Processes; default 1. */
  readonly servers?: number;
  /** Default: clients give way to the server that they measure. */
  readonly clientsPriority?: number;
}

/** One stretch of time, all servers together. */
export interface Window {
  readonly cpuMs: number;
  /** Of the servers' main threads. */
  readonly mainCpuMs: number;
  readonly userMs: number;
  readonly inputs: number;
  readonly steps: StepTimes;
  readonly stepCollections: number;
  readonly clients: ClientsWindow;
}

export class Stand {
  readonly #servers: readonly Child<ServerRequest>[];
  readonly #clients: Child<ClientsRequest>;
  readonly urls: readonly string[];

  /** Starts them, hands them to `use`, and ends them whatever happens. */
  static async with<Result>(
    config: StandConfig,
    use: (stand: Stand) => Promise<Result>,
  ): Promise<Result> {
    const { side, servers = 1, clientsPriority = priorityDefault, ...own } = config;
    const started: { child: Child<ServerRequest>; greeting: string }[] = [];
    for (let count = 0; count < servers; count++) started.push(await Child.start(files[side], own));
    const { child: clients } = await Child.start<ClientsRequest, null>(
      'clients-process.ts',
      {},
      clientsPriority,
    );
    const stand = new Stand(
      started.map(({ child }) => child),
      clients,
      started.map(({ greeting }) => greeting),
    );
    try {
      return await use(stand);
    } finally {
      await Promise.all([clients.stop(), ...started.map(({ child }) => child.stop())]);
    }
  }

  private constructor(
    servers: readonly Child<ServerRequest>[],
    clients: Child<ClientsRequest>,
    urls: readonly string[],
  ) {
    this.#servers = servers;
    this.#clients = clients;
    this.urls = urls;
  }

  /** Rooms with clients, made by the clients. */
  async open(request: RoomsRequest): Promise<void> {
    const opened = await this.tryOpen(request);
    if (opened < request.rooms) throw new Error(`${opened} of ${request.rooms} rooms were opened`);
  }

  /** As `open`, of a server that may have too much to do: how many it took. */
  async tryOpen(request: RoomsRequest): Promise<number> {
    return (await this.#clients.ask({ ask: 'open', urls: this.urls, ...request })) as number;
  }

  /** The rooms that were opened last are left, and disposed of. */
  async close(rooms: number): Promise<void> {
    await this.#clients.ask({ ask: 'close', rooms });
  }

  /** Each client sends `frame` so often a second. */
  async send(frame: readonly number[], perSecond: number): Promise<void> {
    await this.#clients.ask({ ask: 'send', frame, perSecond });
  }

  /** Rooms that nobody is in. */
  async create(room: string, rooms: number, options: Readonly<Record<string, unknown>>) {
    const asked = this.#servers.map((server) =>
      server.ask({ ask: 'create', room, rooms, options }),
    );
    await Promise.all(asked);
  }

  async rssBytes(): Promise<number> {
    const bytes = await Promise.all(this.#servers.map((server) => server.ask({ ask: 'rss' })));
    return bytes.reduce((sum: number, own) => sum + (own as number), 0);
  }

  /** What happens in the next `ms`. `stepMs`: of the rooms whose steps are logged. */
  async window(ms: number, stepMs = periodMs): Promise<Window> {
    const all = [...this.#servers, this.#clients];
    await Promise.all(all.map((child) => child.ask({ ask: 'begin' })));
    await sleep(ms);
    const servers = this.#servers.map((server) => server.ask({ ask: 'end' }));
    const clients = (await this.#clients.ask({ ask: 'end', periodMs: stepMs })) as ClientsWindow;
    const ended = (await Promise.all(servers)) as ServerWindow[];
    const steps = new Map(ended.flatMap((server) => [...server.steps]));
    return {
      cpuMs: sum(ended.map(({ cpuMs }) => cpuMs)),
      mainCpuMs: sum(ended.map(({ mainCpuMs }) => mainCpuMs)),
      userMs: sum(ended.map(({ userMs }) => userMs)),
      inputs: sum(ended.map(({ inputs }) => inputs)),
      steps: summariseSteps(steps, stepMs),
      stepCollections: sum(ended.map(({ stepGc }) => stepGc.count)),
      clients,
    };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
