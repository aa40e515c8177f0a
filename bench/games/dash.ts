/**
 * The swarm at the fastest rate there is: a few rooms of it are more than the workers can carry, so
 * that what they do carry is their throughput.
 */
import swarm from '../../rooms/swarm.ts';
import { tickRateLimit } from '../../src/base/limits.ts';
import { measured } from './measured.ts';

export default measured({
  ...swarm,
  tickRate: tickRateLimit,
  stepMs: 1000 / tickRateLimit,
  // Nobody has to be in them.
  rules: { ...swarm.rules, autoDispose: false },
});
