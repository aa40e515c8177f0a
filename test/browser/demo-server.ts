/** The demo on a real server, started as its users start it. Owns the process. */
import { CliProcess } from '../cli/run-cli.ts';

export class DemoServer {
  readonly url: string;
  readonly #process: CliProcess;

  private constructor(process: CliProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** `folder`: the built pages. `flags`: of `hypogeum serve`. `rooms`: a folder of games. */
  static async start(
    folder: string,
    flags: readonly string[] = [],
    { port = 0, rooms = 'rooms' } = {},
  ): Promise<DemoServer> {
    const listen = ['--host', '127.0.0.1', '--port', String(port), '--public', folder];
    const process = new CliProcess(['serve', rooms, ...listen, ...flags]);
    const line: unknown = JSON.parse(await process.lineWith('"listening"'));
    const { url } = (line as { listening: { url: string } }).listening;
    return new DemoServer(process, url);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    this.#process.child.kill(signal);
    return (await this.#process.ended).code;
  }
}
