/** Core's logger in terms of the process's pino, on the main thread. */
import { format } from 'node:util';
import type { Logger } from 'pino';

/** The five levels that core uses; its arguments are console's, so they are joined as one text. */
export class CoreLogger {
  /** While the server tries to listen: core would print the error that our caller gets. */
  isMuted = false;
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger.child({ from: 'colyseus' });
  }

  trace(...parts: unknown[]): void {
    if (!this.isMuted) this.#logger.trace(format(...parts));
  }

  debug(...parts: unknown[]): void {
    if (!this.isMuted) this.#logger.debug(format(...parts));
  }

  info(...parts: unknown[]): void {
    if (!this.isMuted) this.#logger.info(format(...parts));
  }

  warn(...parts: unknown[]): void {
    if (!this.isMuted) this.#logger.warn(format(...parts));
  }

  error(...parts: unknown[]): void {
    if (!this.isMuted) this.#logger.error(format(...parts));
  }
}
