/**
 * Loads the games' modules on the main thread, for what Colyseus must know of them: the state's
 * shape, the input's class, the rates. Each worker loads its own copy and runs that. A module may
 * also hold an ordinary room, which no worker loads.
 */
import { UsageError } from '../../base/errors.ts';
import type { GameSource } from '../../channel/control.ts';
import { isGameDefinition } from '../../game/define-game.ts';
import { roomLayout } from '../../memory/layout.ts';
import type { NamedGame } from '../room/room-services.ts';
import { loadErrorText } from './load-error.ts';
import {
  checkOrdinaryRoom,
  isForeign,
  isOrdinaryRoom,
  type OrdinaryRoom,
} from './ordinary-rooms.ts';

/** What the modules of `games` turn out to be. */
export interface LoadedRooms {
  readonly games: readonly NamedGame[];
  readonly rooms: Readonly<Record<string, OrdinaryRoom>>;
}

/** Throws UsageError naming the game whose module cannot be used. */
export async function loadGames(sources: readonly GameSource[]): Promise<LoadedRooms> {
  const games: NamedGame[] = [];
  // Without a prototype: a room may be called "constructor".
  const rooms: Record<string, OrdinaryRoom> = Object.create(null);
  for (const { name, url } of sources) {
    const definition = await defaultExportOf(name, url);
    if (isGameDefinition(definition)) games.push(checkSize({ name, definition }));
    else if (isOrdinaryRoom(definition)) rooms[name] = definition;
    else refuse(name, url, definition);
  }
  return { games, rooms };
}

/** Not when its first room is opened. */
function checkSize(game: NamedGame): NamedGame {
  try {
    roomLayout(game.definition.plan);
    return game;
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(cause.code, `game "${game.name}": ${cause.message}`, { cause });
  }
}

function refuse(name: string, url: string, definition: unknown): never {
  if (isForeign(definition)) checkOrdinaryRoom(`room "${name}": ${url}`, definition);
  const wanted = 'made by defineGame(...), nor a class that extends Room';
  throw new UsageError('GAME_INVALID', `game "${name}": ${url} has no default export ${wanted}`);
}

async function defaultExportOf(name: string, url: string): Promise<unknown> {
  try {
    const module: { default?: unknown } = await import(url);
    return module.default;
  } catch (cause) {
    const code = cause instanceof UsageError ? cause.code : 'GAME_INVALID';
    throw new UsageError(code, `game "${name}": ${loadErrorText(cause, url)}`, { cause });
  }
}
