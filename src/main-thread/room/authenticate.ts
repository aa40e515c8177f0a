/**
 * Runs a game's `onAuth` as core runs a room class's: on the main thread, before a seat is
 * reserved. What it returns goes to a worker as JSON, and what it throws to the client.
 */
import type { AuthContext } from '@colyseus/core';
import type { Logger } from 'pino';
import { toErrorRecord, UsageError } from '../../base/errors.ts';
import { creationErrorOf } from './room-answers.ts';
import type { NamedGame } from './room-services.ts';

export type Authenticate = (
  token: string,
  options: unknown,
  context: AuthContext,
) => Promise<unknown>;

/** Undefined when the game lets everybody in. */
export function authenticateWith(
  { name, definition }: NamedGame,
  logger: Logger,
): Authenticate | undefined {
  const { hooks } = definition;
  if (hooks.onAuth === undefined) return undefined;
  return async (token, options, { ip, headers }) => {
    try {
      const given = { token, ip, headers: headers as Headers };
      const auth = await hooks.onAuth?.(token, options as Record<string, unknown>, given);
      checkJson(auth);
      return auth;
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      // As in onJoin: what was not thrown on purpose is the author's to know.
      if (typeof error.code !== 'number') {
        logger.error({ game: name, stack: error.stack }, `onAuth threw: ${error.text}`);
      }
      throw creationErrorOf(error);
    }
  };
}

function checkJson(auth: unknown): void {
  try {
    JSON.stringify(auth);
  } catch (cause) {
    const text = `onAuth: what it returns must be JSON: ${toErrorRecord(cause).text}`;
    throw new UsageError('VALUE_INVALID', text, { cause });
  }
}
