/** What the page says in words: the scores, and one line about the connection. */
import type { LanternsState } from '../rooms/lanterns/state.ts';
import { lanternColor } from './paint.ts';

const scores = document.getElementById('scores') as HTMLElement;
const status = document.getElementById('status') as HTMLElement;

export function showStatus(words: string): void {
  status.textContent = words;
}

/** The brightest first. */
export function showScores({ lanterns }: LanternsState, ownId: string): void {
  const ranked = [...lanterns.entries()].sort(([, a], [, b]) => b.sparks - a.sparks);
  scores.replaceChildren(
    ...ranked.map(([id, { sparks, hue }]) => {
      const line = document.createElement('li');
      line.textContent = id === ownId ? `${sparks} you` : `${sparks}`;
      line.style.color = lanternColor(hue);
      line.classList.toggle('own', id === ownId);
      return line;
    }),
  );
}
