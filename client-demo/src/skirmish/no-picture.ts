// Says why there is no arena to see, in place of a blank page. Without a picture there is no game
// either, so the start card goes.
import { element } from '../shared/page.ts';
import { NoGraphicsError } from './drawing/renderer.ts';

const words = 'The arena could not be drawn.';

export function sayNoPicture(error: unknown): void {
  if (!(error instanceof NoGraphicsError)) console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  element('no-picture-words', HTMLParagraphElement).textContent =
    error instanceof NoGraphicsError ? reason : `${words} ${reason}`;
  element('no-picture', HTMLElement).hidden = false;
  element('card', HTMLElement).hidden = true;
}
