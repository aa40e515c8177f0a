/** Which run queue a worker takes its next room from. The lock holder reads; owns nothing. */
import { nobody, type SchedulerViews } from './layout.ts';
import { headDue, oldestOther, pinnedQueue } from './run-queue.ts';

/**
 * A busy worker serves its own queues first, for its caches' sake, until another worker's oldest
 * room has been due this much longer than its own: else a queue behind an endless tick would starve
 * while all others are just busy enough. Of its own queues the pinned one comes first, as nobody
 * else can serve that, until the other's oldest room has been due this much longer.
 */
export const stealPatienceMs = 2;

/** The queue to take from: one's own, unless both are empty or another's head is much older. */
export function queueToServe(views: SchedulerViews, worker: number, isStealing: boolean): number {
  const own = ownQueue(views, worker);
  const other = isStealing ? oldestOther(views, worker) : nobody;
  if (own === nobody || other === nobody) return own === nobody ? other : own;
  const isOverdue = headDue(views, other) + stealPatienceMs < headDue(views, own);
  return isOverdue ? other : own;
}

/** Of a worker's two queues the pinned one, unless that is empty or the other's much older. */
export function ownQueue(views: SchedulerViews, worker: number): number {
  const pinned = pinnedQueue(views, worker);
  if (views.queueLengths[worker] === 0) return views.queueLengths[pinned] === 0 ? nobody : pinned;
  if (views.queueLengths[pinned] === 0) return worker;
  return headDue(views, worker) + stealPatienceMs < headDue(views, pinned) ? worker : pinned;
}
