/** The decoder reports bytes it cannot follow on the console, and goes on: here it throws. */
import { afterEach, beforeEach, type MockInstance, vi } from 'vitest';

export function demandQuietConsole(): void {
  const consoles: MockInstance[] = [];
  beforeEach(() => {
    for (const method of ['warn', 'error'] as const) {
      consoles.push(
        vi.spyOn(console, method).mockImplementation((...text) => {
          throw new Error(`console.${method}: ${text.join(' ')}`);
        }),
      );
    }
  });
  afterEach(() => {
    for (const spy of consoles.splice(0)) spy.mockRestore();
  });
}
