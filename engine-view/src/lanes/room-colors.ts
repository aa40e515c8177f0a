/**
 * A room's colour: by its index, so that it stays as long as the room does. Steps of the golden
 * ratio put neighbours far apart, three lightnesses tell apart what comes near in hue. Reds and
 * ambers are left out: they mean late. Thread-neutral; strings are made once.
 */

export interface RoomTones {
  readonly lightness: readonly number[];
  readonly chroma: number;
}

const golden = 0.618_033_988_749_895;
const hueFrom = 120;
const huesAcross = 228;
const colors = 192;

const tonesOf: Record<'light' | 'dark', RoomTones> = {
  light: { lightness: [0.52, 0.63, 0.42], chroma: 0.135 },
  dark: { lightness: [0.74, 0.62, 0.84], chroma: 0.125 },
};

const made = new Map<string, readonly string[]>();

/** Degrees in OKLCH, 120 … 348: from green over blue to pink. */
export function roomHue(index: number): number {
  const share = (index * golden) % 1;
  return hueFrom + share * huesAcross;
}

/** As CSS takes it. `index` is a room's, 0 or more. */
export function roomColor(index: number, scheme: 'light' | 'dark'): string {
  let palette = made.get(scheme);
  if (palette === undefined) {
    palette = Array.from({ length: colors }, (_, at) => makeColor(at, tonesOf[scheme]));
    made.set(scheme, palette);
  }
  return palette[index % colors]!;
}

function makeColor(index: number, { lightness, chroma }: RoomTones): string {
  const light = lightness[index % lightness.length]!;
  return `oklch(${light} ${chroma} ${roomHue(index).toFixed(1)})`;
}
