/**
 * The page's colours as its style sheet has them, read anew when the light changes. Main thread of
 * the page; owns nothing but what it read.
 */

export type Scheme = 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');
const names = [
  ...['ground', 'stone', 'edge', 'grid', 'ink', 'ink-2', 'good', 'bad', 'warn', 'focus'],
  ...['mute', 'tone-1', 'tone-2', 'tone-3', 'tone-4', 'tone-5', 'tone-6', 'tone-7', 'tone-8'],
] as const;

export type ToneName = (typeof names)[number];

export class Theme {
  scheme: Scheme = 'light';
  #tones = new Map<ToneName, string>();

  constructor() {
    this.#read();
  }

  tone(name: ToneName): string {
    return this.#tones.get(name) ?? '#888';
  }

  /** Calls back after each change of the light. */
  onChange(changed: () => void): void {
    dark.addEventListener('change', () => {
      this.#read();
      changed();
    });
  }

  #read(): void {
    this.scheme = dark.matches ? 'dark' : 'light';
    const style = getComputedStyle(document.documentElement);
    for (const name of names) this.#tones.set(name, style.getPropertyValue(`--${name}`).trim());
  }
}
