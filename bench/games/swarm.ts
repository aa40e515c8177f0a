/** rooms/swarm.ts, with its steps in the log. */
import swarm from '../../rooms/swarm.ts';
import { measured } from './measured.ts';

export default measured(swarm);
