// How many drones: the sizes that are offered. Pure.

export const presets: readonly number[] = [300, 1_000, 5_000, 20_000];
export const sizes: readonly number[] = [
  ...[100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000],
  ...[7_000, 10_000, 14_000, 20_000],
];
export const sizeDefault = 1_000;

/** The offered size that is nearest to what was asked for, by ratio. */
export function nearestSize(asked: number): number {
  if (!(asked > 0)) return sizeDefault;
  const away = (size: number) => Math.abs(Math.log(size / asked));
  return sizes.reduce((best, size) => (away(size) < away(best) ? size : best));
}

export function sizeWords(size: number): string {
  return `${size.toLocaleString('en')} drones`;
}
