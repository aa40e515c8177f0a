/** Which kind of bot a thread makes. On a bot thread. */
import type { Bot, BotParts } from './bot.ts';
import { RawBot } from './raw/raw-bot.ts';
import { loadSdk } from './sdk/load-sdk.ts';
import { SdkBot } from './sdk/sdk-bot.ts';

/** 'sdk' decodes everything; 'raw' speaks the protocol and decodes nothing. */
export type BotKind = 'sdk' | 'raw';

/** Loads what that kind needs, and resolves with the function that makes one. */
export async function botMaker(kind: BotKind, url: string): Promise<(parts: BotParts) => Bot> {
  if (kind === 'raw') return ({ measure, random }) => new RawBot(url, measure, random);
  const { Client } = await loadSdk();
  const client = new Client(url);
  return (parts) => new SdkBot(client, parts);
}
