/**
 * Bots for the engine view's button: `hypogeum soak` as a child process, so that they take nothing
 * from the server's own threads. Main thread of the CLI; owns the children, each of which leaves
 * when it is told to, when its time is up, and when this process is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BotRun, BotWish } from '../index.ts';

/** To join, and to report at the end, beside the time that they play. */
const spareMs = 30_000;
/** A soak that is told to stop still says goodbye; then it is killed. */
const leaveMsMax = 5_000;
const textMax = 16_384;

/** What `createServer({ engineView: { bots } })` wants. */
export function startSoakBots(wish: BotWish): BotRun {
  const child = spawn(process.execPath, soakArguments(wish), {
    // It hears by the channel that this process is gone, however it went.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: a Ctrl-C in the terminal is for the server, which then stops it.
    detached: true,
  });
  child.unref();
  child.channel?.unref();
  let isAsked = false;
  const stop = (): void => {
    if (isAsked) return;
    isAsked = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), leaveMsMax).unref();
  };
  const timer = setTimeout(stop, wish.seconds * 1_000 + spareMs).unref();
  const ended = whyEnded(child).then((why) => {
    clearTimeout(timer);
    return isAsked ? undefined : why;
  });
  stepBack(child);
  return { ended, stop };
}

function soakArguments({ url, game, bots, rooms, seconds }: BotWish): string[] {
  // From source, as published: this file's own ending says which main to start.
  const isSource = import.meta.url.endsWith('.ts');
  const main = new URL(isSource ? './main.ts' : './main.js', import.meta.url);
  return [
    ...(isSource ? ['--conditions=hypogeum-source'] : []),
    ...[fileURLToPath(main), 'soak', '--url', url, '--room', game, '--kind', 'raw'],
    ...['--rooms', `${rooms}`, '--bots', `${bots}`, '--seconds', `${seconds}`],
  ];
}

/** The server goes first: bots that take its time would show in what is watched. */
function stepBack(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone already, or not allowed here.
  }
}

/** Undefined after a good end. */
function whyEnded(child: ChildProcess): Promise<string | undefined> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out = (said.out + text).slice(-textMax);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err = (said.err + text).slice(-textMax);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`bots could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(undefined);
      const refusal = /^hypogeum: (.*)$/m.exec(said.err)?.[1];
      const how = signal ?? `exit code ${code}`;
      resolve(`bots: ${refusal ?? errorsOf(said.out) ?? `they ended with ${how}`}`);
    });
  });
}

/** Of a soak's report: how many errors, and the first of them. */
function errorsOf(report: string): string | undefined {
  const [, count, sample] = /^(\d+ errors?): .*\n {2}(.*)/m.exec(report) ?? [];
  return count && `${count}, such as "${sample}"`;
}
