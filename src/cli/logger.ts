/**
 * The process's pino logger: coloured lines for a person at a terminal, JSON for everything else.
 * pino-pretty runs here as a plain stream: a transport would be one more thread. Main thread of
 * the CLI; owns stdout.
 */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { listeningKey } from '../soak/server/listening-line.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Both kinds write synchronously, so that the last lines before an exit are never lost. */
export function createLogger(level: LogLevel): Logger {
  if (!process.stdout.isTTY) return pino({ level }, pino.destination({ dest: 1, sync: true }));
  const stream = pretty({
    destination: 1,
    sync: true,
    translateTime: 'SYS:HH:MM:ss.l',
    // The start line's message says what its field does.
    ignore: `pid,hostname,${listeningKey}`,
    singleLine: true,
  });
  return pino({ level }, stream);
}
