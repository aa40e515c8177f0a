// Why there is no game, in words for the person who wanted one, and what may help. Pure: close
// codes and errors of the stock SDK in, one `Ending` out.
import { CloseCode, ErrorCode } from '@colyseus/sdk';

export type EndingKind =
  | 'left' // of one's own will
  | 'full'
  | 'gone' // there is no such room, or not any more
  | 'refused'
  | 'unreachable'
  | 'shutdown'
  | 'failed'
  | 'closed' // the server showed one out
  | 'unseated'; // the server is back, the seat is not

export interface Ending {
  readonly kind: EndingKind;
  readonly words: string;
}

export interface Close {
  readonly code: number;
  readonly reason?: string | undefined;
  /** Whether the SDK gave up because a server answered, not because none did. */
  readonly wasAnswered: boolean;
}

const httpTooMany = 429;
const httpUnavailable = 503;

export function endingOfClose({ code, reason, wasAnswered }: Close): Ending {
  switch (code) {
    case CloseCode.SERVER_SHUTDOWN:
      return { kind: 'shutdown', words: 'The server shut down.' };
    case CloseCode.WITH_ERROR:
      return { kind: 'failed', words: withReason('This room failed and was closed', reason) };
    case CloseCode.FAILED_TO_RECONNECT:
      return wasAnswered ? unseated : lost('no answer to any try to reconnect');
    case CloseCode.ABNORMAL_CLOSURE:
      return lost('the server went away without a word');
    case CloseCode.CONSENTED:
    case CloseCode.NORMAL_CLOSURE:
      return { kind: 'closed', words: withReason('The server closed your seat', reason) };
    default:
      return { kind: 'closed', words: withReason(`The server closed your seat (${code})`, reason) };
  }
}

/** `host`: the server's, as a person knows it. `game`: the room's name. */
export function endingOfRefusal(error: unknown, host: string, game: string): Ending {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : '';
  if (code === undefined || code <= 0) {
    return { kind: 'unreachable', words: `No answer from ${host}.` };
  }
  if (code === ErrorCode.MATCHMAKE_NO_HANDLER) {
    return { kind: 'gone', words: `There is no ${game} on ${host}.` };
  }
  if (code === ErrorCode.MATCHMAKE_INVALID_ROOM_ID) {
    return / is locked$/.test(text)
      ? { kind: 'full', words: 'That room is full or closed.' }
      : { kind: 'gone', words: 'That room is gone: rooms end when the last player leaves.' };
  }
  if (code === ErrorCode.MATCHMAKE_EXPIRED) {
    return { kind: 'refused', words: 'The seat was not taken in time. Try again.' };
  }
  if (/raise roomsMax$/.test(text) || code === httpUnavailable || code === httpTooMany) {
    return { kind: 'full', words: `${host} is full. Try again in a while.` };
  }
  return { kind: 'refused', words: withReason('You were not let in', text || `code ${code}`) };
}

const unseated: Ending = {
  kind: 'unseated',
  words: 'The server is back, but your seat is not: it was restarted, or you were away too long.',
};

function lost(why: string): Ending {
  return { kind: 'unreachable', words: `Connection lost: ${why}.` };
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

function withReason(words: string, reason: string | undefined): string {
  return reason ? `${words}: ${reason.replace(/\.$/, '')}.` : `${words}.`;
}
