/** A page that nobody looks at costs the server nothing. Main thread of the page. */
import type { EngineStream } from '../stream/engine-stream.ts';

/** A glance at another tab loses nothing. */
const hiddenMsMax = 10_000;

export function restWhileHidden(stream: EngineStream): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rests = false;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        rests = true;
        stream.rest();
      }, hiddenMsMax);
    } else if (rests) {
      rests = false;
      stream.start();
    }
  });
}
