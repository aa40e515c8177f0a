/** A swarm whose step takes 30 ms of its 50: some twenty times what a swarm of 300 takes stock. */
import swarm from '../../rooms/swarm.ts';
import { spinning } from './measured.ts';

export default spinning(swarm, 30);
