// Which pictures there are; the atlas paints them in this order.

/** The pictures' numbers. Their sizes are in units of the world. */
export const picture = {
  hull: 0,
  hullEdge: 1,
  drone: 2,
  glow: 3,
  flame: 4,
  bolt: 5,
  spark: 6,
  shard: 7,
  ring: 8,
  shield: 9,
  arrow: 10,
} as const;
