// Which lamps light the floor: every ship's, with a beam ahead, every shot's and the faint ember of
// every drone. Reads the view, writes the light map.
import type { ArenaView, Drawn } from '../arena-view.ts';
import type { Ship } from '../skirmish-state.ts';
import type { Camera } from './camera.ts';
import { emberRgb, hueRgb } from './lamp-colors.ts';
import type { LightMap } from './light-map.ts';

const shipUnits = 165;
const ownShare = 1.25; // the own lamp reaches farther: the eye finds it first
const shotUnits = 66;
const droneUnits = 46;
const wanderers = 5;

/** Of drones only those count that the camera sees: their light is too faint for the minimap. */
export function shineLamps(map: LightMap, view: ArenaView, camera: Camera, nowMs: number): void {
  for (const ship of view.ships.tracks.values()) {
    if (ship.entity.alive) shipLamp(map, ship, ship.key === view.sessionId, nowMs);
  }
  for (const shot of view.shots.tracks.values()) {
    map.use(hueRgb, shot.entity.hue * 3, 0.75);
    map.lamp(shot.x, shot.y, shotUnits);
  }
  map.use(emberRgb, 0, 0.16);
  for (const { x, y } of view.drones.tracks.values()) {
    const isSeen = camera.sees(camera.screenX(x), camera.screenY(y), droneUnits * camera.zoom);
    if (isSeen) map.lamp(x, y, droneUnits);
  }
  if (view.sessionId === '') wanderingLamps(map, view, nowMs);
}

function shipLamp(map: LightMap, ship: Drawn<Ship>, isOwn: boolean, nowMs: number): void {
  const { hue, thrusting } = ship.entity;
  const flicker = thrusting ? 0.9 + 0.07 * Math.sin(nowMs / 47 + hue) : 0.72;
  const share = isOwn ? ownShare : 1;
  const ahead = Math.cos(ship.heading);
  const aside = Math.sin(ship.heading);
  map.use(hueRgb, hue * 3, flicker);
  map.lamp(ship.x, ship.y, shipUnits * share);
  // A beam: discs of light ahead, each fainter than the one before.
  map.use(hueRgb, hue * 3, flicker * 0.5);
  map.lamp(ship.x + ahead * 105, ship.y + aside * 105, 105 * share);
  if (!isOwn) return;
  map.use(hueRgb, hue * 3, flicker * 0.34);
  map.lamp(ship.x + ahead * 215, ship.y + aside * 215, 130);
}

/** Behind the start card nobody flies yet: a few lamps wander over the empty floor. */
function wanderingLamps(map: LightMap, { world }: ArenaView, nowMs: number): void {
  const turn = nowMs / 5200;
  for (let lamp = 0; lamp < wanderers; lamp += 1) {
    const x = world.width * (0.5 + 0.24 * Math.cos(turn * (0.7 + lamp * 0.13) + lamp * 2.1));
    const y = world.height * (0.5 + 0.22 * Math.sin(turn * (0.9 - lamp * 0.11) + lamp * 1.3));
    map.use(hueRgb, (36 + lamp * 51) * 3, 0.8);
    map.lamp(x, y, shipUnits * 1.7);
  }
}
