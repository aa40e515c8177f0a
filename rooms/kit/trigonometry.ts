/**
 * Sine and cosine by additions and multiplications only, which every JavaScript engine rounds the
 * same way. Math.sin may differ in its last bit from one browser to another, and what a client
 * predicts would then drift from the server. Within 1e-11 of the truth for angles of some turns.
 */
const quarterTurn = Math.PI / 2;

export function sine(angle: number): number {
  const quarters = Math.round(angle / quarterTurn);
  const rest = angle - quarters * quarterTurn;
  const value = (quarters & 1) === 0 ? sineNearZero(rest) : cosineNearZero(rest);
  return (quarters & 2) === 0 ? value : -value;
}

export function cosine(angle: number): number {
  const quarters = Math.round(angle / quarterTurn);
  const rest = angle - quarters * quarterTurn;
  const value = (quarters & 1) === 0 ? cosineNearZero(rest) : sineNearZero(rest);
  return ((quarters + 1) & 2) === 0 ? value : -value;
}

/** Taylor's series up to an eighth of a turn. */
function sineNearZero(x: number): number {
  const s = x * x;
  return x * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - s / 110)))));
}

function cosineNearZero(x: number): number {
  const s = x * x;
  const high = 1 - (s / 56) * (1 - (s / 90) * (1 - s / 132));
  return 1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * high));
}
