/**
 * Core's `maxMessagesPerSecond` for the frames that core never sees, on the main thread: the same
 * counters on the same client, so that both kinds count together. test/contract compares the two.
 */
import type { ClientPrivate } from '@colyseus/core';

const windowMs = 1_000;

/** Counts a frame that came at `nowMs` of the room's clock. False: one too many. */
export function admitsFrame(client: ClientPrivate, nowMs: number, maxPerSecond: number): boolean {
  client._lastMessageTime = nowMs;
  if (nowMs >= (client._messageCountResetsAt ?? 0)) {
    client._numMessagesLastSecond = 0;
    client._messageCountResetsAt = nowMs + windowMs;
    return true;
  }
  const count = (client._numMessagesLastSecond ?? 0) + 1;
  client._numMessagesLastSecond = count;
  return count <= maxPerSecond;
}
