// Colours. A ship's hue is a byte from the server; lightness and chroma are fixed, so that no
// pilot is brighter than another. Strings are made once, so drawing a frame makes none.
export const bone = '#f1e7d3';
export const dust = '#a2978a';
export const floorColor = '#0b0a0d';

const hues = Array.from({ length: 256 }, (_, hue) => {
  return `oklch(0.79 0.15 ${((hue * 360) / 256).toFixed(1)})`;
});

export function hueColor(hue: number): string {
  return hues[hue & 255] ?? bone;
}
