/**
 * A swarm whose step takes 30 ms: hundreds of times what a light room's takes. It is due 18 times a
 * second and not 20, so that it meets every moment of the other rooms' period, and not always the
 * same one: who is late by as much at every step looks punctual.
 */
import swarm from '../../rooms/swarm.ts';
import { spinning } from './measured.ts';

const tickRate = 18;

export default spinning({ ...swarm, tickRate, stepMs: 1000 / tickRate }, 30);
