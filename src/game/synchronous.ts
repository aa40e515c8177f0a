/** What a game's functions must not be, and what to do instead. Any thread. */

/** Why, for a message that begins with what must not be so. */
export const synchronousOnly =
  'because a room moves between threads after each call: do the waiting in onAuth, which is' +
  ' async, or in an ordinary Colyseus room beside it, and send a message with what came of it';

export function isAsyncFunction(value: object): boolean {
  return value.constructor.name === 'AsyncFunction';
}
