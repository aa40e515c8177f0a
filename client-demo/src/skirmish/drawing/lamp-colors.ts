// Lamp colours as numbers, for light that adds up and for the graphics card: the same colours as
// the palette's CSS ones, from the same formula. Made once; read by row, so a frame makes none.

const lightness = 0.79;
const chroma = 0.15;
const huesMax = 256;

/** Red, green, blue of each hue, 0 … 1, in sRGB: hue `h` begins at `h * 3`. */
export const hueRgb = makeHues();

/** Red, green, blue, 0 … 1: what is not tinted by a pilot. */
export type Rgb = readonly [red: number, green: number, blue: number];
export const boneRgb: Rgb = [0.945, 0.906, 0.827];
export const dustRgb: Rgb = [0.635, 0.592, 0.541];
export const emberRgb: Rgb = [0.941, 0.627, 0.251];
export const alarmRgb: Rgb = [1, 0.32, 0.24];

/** A colour of OKLCh as sRGB, cut to what a screen can show. `turn`: the hue as a share of 1. */
export function oklchToRgb(light: number, chromaValue: number, turn: number): Rgb {
  const a = chromaValue * Math.cos(turn * Math.PI * 2);
  const b = chromaValue * Math.sin(turn * Math.PI * 2);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function gamma(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.min(1, Math.max(0, value));
}

function makeHues(): Float32Array {
  const colors = new Float32Array(huesMax * 3);
  for (let hue = 0; hue < huesMax; hue += 1) {
    colors.set(oklchToRgb(lightness, chroma, hue / huesMax), hue * 3);
  }
  return colors;
}
