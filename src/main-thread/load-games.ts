/**
 * Loads the games' modules on the main thread, for what Colyseus must know of them: the state's
 * shape, the input's class, the rates. Each worker loads its own copy and runs that.
 */
import { UsageError } from '../base/errors.ts';
import type { GameSource } from '../channel/control.ts';
import { isGameDefinition } from '../game/define-game.ts';
import { loadErrorText } from './load-error.ts';
import type { NamedGame } from './room-services.ts';

/** Throws UsageError naming the game whose module cannot be used. */
export async function loadGames(sources: readonly GameSource[]): Promise<NamedGame[]> {
  const games: NamedGame[] = [];
  for (const { name, url } of sources) {
    const definition = await defaultExportOf(name, url);
    if (!isGameDefinition(definition)) {
      const text = `game "${name}": ${url} has no default export made by defineGame(...)`;
      throw new UsageError('GAME_INVALID', text);
    }
    games.push({ name, definition });
  }
  return games;
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
