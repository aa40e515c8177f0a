/**
 * A skirmish's numbers: lengths in world units, speeds per second, times in steps. Clients import
 * them too, to show at once what they have fired. Imports nothing.
 */
export const ship = {
  radius: 16,
  reload: 8,
  respawn: 60,
  shield: 75,
};
export const shot = { speed: 640, life: 36, radius: 6 };
export const drone = { count: 16, countMax: 512, thrust: 80, drag: 0.9, radius: 14, sight: 320 };
