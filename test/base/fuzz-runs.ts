/**
 * How often a property is tried: the number given, or HYPOGEUM_RUNS for a long fuzz, with as much
 * time as that may take on a busy machine. Test code.
 */
export interface FuzzRuns {
  readonly numRuns: number;
  readonly timeout: number;
}

const timeoutMsMin = 60_000;
const msPerRun = 50;

export function fuzzRuns(usual: number): FuzzRuns {
  const numRuns = Number(process.env.HYPOGEUM_RUNS ?? usual);
  return { numRuns, timeout: timeoutMsMin + numRuns * msPerRun };
}
