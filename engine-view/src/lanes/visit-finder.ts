/**
 * Which visit a pointer means: the one whose bar is nearest to it in its lane. Thread-neutral;
 * looks at the visits about that time only.
 */
import type { VisitRing } from './visit-ring.ts';

/** The sequence number of the visit in `lane` at most `slackMs` from `ms`, or -1. */
export function findVisit(ring: VisitRing, lane: number, ms: number, slackMs: number): number {
  let best = -1;
  let bestMs = slackMs;
  const first = ring.firstSince(ms - slackMs);
  for (let sequence = first; sequence < ring.end; sequence++) {
    const at = ring.at(sequence);
    if (ring.lane[at] !== lane) continue;
    const startMs = ring.startMs[at]!;
    const beyondMs = Math.max(startMs - ms, ms - startMs - ring.durationMs[at]!, 0);
    if (beyondMs > bestMs || (beyondMs === bestMs && best !== -1)) continue;
    best = sequence;
    bestMs = beyondMs;
  }
  return best;
}
