/**
 * How a command hears that it should stop. The first Ctrl-C or SIGTERM asks, a second Ctrl-C ends
 * the process at once. Main thread of the CLI; owns the process's signal handlers.
 */

/** What shells expect of a process that Ctrl-C ended: 128 + SIGINT. */
const exitCodeInterrupted = 130;
/** How often to look whether npm's shell is still there. */
const parentEveryMs = 500;
/** It may be gone by the time that somebody listens here. */
const parentAtStart = process.ppid;

/**
 * Calls `hear` at each error that nobody caught, such as one in a timer of an ordinary room, in
 * place of main.ts's own listeners, which exit at once: a server has clients to tell.
 */
export function onUncaught(hear: (thrown: unknown) => void): void {
  process.removeAllListeners('uncaughtException').on('uncaughtException', hear);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
}

/**
 * Calls `stop` once, at the first SIGINT or SIGTERM. Where a parent started this process with an
 * IPC channel (soak does), losing that parent counts as SIGTERM: no server outlives its soak. So
 * does losing the shell of `npm start`: npm hands a SIGTERM on to its shell and no further.
 */
export function onStopSignal(stop: (why: string) => void): void {
  let asked = false;
  const ask = (why: string): void => {
    if (asked) return;
    asked = true;
    stop(why);
  };
  process.on('SIGINT', () => {
    if (asked) process.exit(exitCodeInterrupted);
    ask('SIGINT');
  });
  process.on('SIGTERM', () => ask('SIGTERM'));
  const orphaned = (): void => ask('the parent process is gone');
  process.once('disconnect', orphaned);
  // Undefined without an IPC channel; false where the parent went before this was called.
  if (process.connected === false) queueMicrotask(orphaned);
  // Listening to it must not keep a process alive whose server has ended by itself.
  process.channel?.unref();
  if (process.env.npm_lifecycle_event !== undefined) onParentGone(orphaned);
}

/** On Windows a parent's number stays, and nothing is noticed. */
function onParentGone(hear: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === parentAtStart) return;
    clearInterval(timer);
    hear();
  }, parentEveryMs);
  timer.unref();
}
