/** rooms/swarm.ts, with its steps in the log. A client that is gone is gone, as in stock's room. */
import swarm from '../../rooms/swarm.ts';
import { measured } from './measured.ts';

export default measured({ ...swarm, hooks: { ...swarm.hooks, onDrop: undefined } });
