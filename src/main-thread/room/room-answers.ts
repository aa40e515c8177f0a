/**
 * A worker's words in the terms of core, ws and pino, on the main thread, and a client's in a
 * worker's: errors, close codes and reasons, log records, options. What comes from outside is
 * bounded here.
 */
import { CloseCode, ErrorCode, ServerError } from '@colyseus/core';
import type { Logger } from 'pino';
import type { ErrorRecord } from '../../base/errors.ts';

/** A close frame carries 125 bytes, two of them the code. ws throws above. */
const reasonBytesMax = 123;
const normalClosure = 1_000;
const applicationCodeMin = 3_000;
const applicationCodeMax = 4_999;

/** What core passes on to the client: the number that the game threw, or a general one. */
export function serverErrorOf(error: ErrorRecord): ServerError {
  const code = typeof error.code === 'number' ? error.code : ErrorCode.APPLICATION_ERROR;
  return new ServerError(code, error.text);
}

const httpErrorMin = 400;
const httpErrorMax = 599;

/**
 * The same for a refused creation, which core answers over HTTP with the code as the status: any
 * other number would end as a 500 without a text.
 */
export function creationErrorOf(error: ErrorRecord): ServerError {
  const { code, text } = error;
  const isStatus = typeof code === 'number' && code >= httpErrorMin && code <= httpErrorMax;
  return new ServerError(isStatus ? code : ErrorCode.MATCHMAKE_UNHANDLED, text);
}

/** `reason`, shortened to what a close frame can carry, between two characters. */
export function closeReason(reason: string): string {
  if (Buffer.byteLength(reason) <= reasonBytesMax) return reason;
  const bytes = Buffer.from(reason);
  let end = reasonBytesMax;
  // 10xxxxxx continues a character.
  while (((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

/** `code`, or WITH_ERROR where an application may not send it: ws would throw. */
export function sendableCloseCode(code: number): number {
  const isOwn = code >= applicationCodeMin && code <= applicationCodeMax;
  return isOwn || code === normalClosure ? code : CloseCode.WITH_ERROR;
}

/** Hands a LOG record to the process's one pino. */
export function logRecord(logger: Logger, level: number, record: Record<string, unknown>): void {
  const { msg, ...fields } = record;
  const text = typeof msg === 'string' ? msg : '';
  if (level >= 60) logger.fatal(fields, text);
  else if (level >= 50) logger.error(fields, text);
  else if (level >= 40) logger.warn(fields, text);
  else if (level >= 30) logger.info(fields, text);
  else if (level >= 20) logger.debug(fields, text);
  else logger.trace(fields, text);
}

/** As core does: what the author did not throw on purpose goes to the log with its stack. */
export function logThrown(logger: Logger, { code, stack, text }: ErrorRecord): void {
  if (typeof code !== 'number') logger.error({ stack }, `a hook threw: ${text}`);
}

/** Options as the body of a record. Refuses what could never fit, which a client may well send. */
export function optionsBody(options: unknown, bytesMax: number): Buffer {
  const body = Buffer.from(JSON.stringify(options));
  if (body.length <= bytesMax) return body;
  const text = `${body.length} bytes of options, at most ${bytesMax} fit`;
  throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, text);
}
