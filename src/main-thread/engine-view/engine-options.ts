/** The `engineView` option, checked and completed. Thread-neutral; owns nothing. */
import { UsageError } from '../../base/errors.ts';
import type { BotStarter } from './bot-runs.ts';

export interface EngineViewOptions {
  /**
   * Watching and pressing buttons need it, as `Authorization: Bearer TOKEN`. Default: anybody may
   * watch; buttons are for this machine, and closed where NODE_ENV is production.
   */
  readonly token?: string;
  /** Starts bots for the view's button. Default: there is no such button. */
  readonly bots?: BotStarter;
}

/** The option with nothing left to decide. */
export interface EngineViewPlan {
  readonly token: string | undefined;
  readonly isProduction: boolean;
  readonly bots: BotStarter | undefined;
}

/** What can stand in an Authorization header, and is not guessed. */
const tokenPattern = /^[A-Za-z0-9._~+/=-]{8,256}$/;

/** Undefined: no view. Throws UsageError OPTION_INVALID. */
export function engineViewPlan(
  given: boolean | EngineViewOptions | undefined,
): EngineViewPlan | undefined {
  if (given === undefined || given === false) return undefined;
  const { token, bots } = given === true ? {} : given;
  if (token !== undefined && !isToken(token)) {
    const text = 'engineView.token must be 8 to 256 letters, digits or any of . _ ~ + / = -';
    throw new UsageError('OPTION_INVALID', text);
  }
  return { token, isProduction: process.env.NODE_ENV === 'production', bots };
}

function isToken(token: unknown): boolean {
  return typeof token === 'string' && tokenPattern.test(token);
}
