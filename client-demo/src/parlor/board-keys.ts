// Which key leads from which cell of the board to which. Pure.
import { cells } from '../../../rooms/parlor/reversi.ts';

const size = 8;
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
}

/** The cell to which a key leads from this one; undefined for other keys, and at the edge. */
export function neighbour(cell: number, { key, ctrlKey }: Press): number | undefined {
  const x = cell % size;
  const y = Math.floor(cell / size);
  if (key === 'Home') return ctrlKey ? 0 : y * size;
  if (key === 'End') return ctrlKey ? cells - 1 : y * size + size - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  const toX = x + step[0];
  const toY = y + step[1];
  const isOnBoard = toX >= 0 && toX < size && toY >= 0 && toY < size;
  return isOnBoard ? toY * size + toX : undefined;
}
