/** Scenario files that can be run, and refusals that say why others cannot. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../../src/soak/bots/scenario/load-scenario.ts';
import { isScenario } from '../../../../src/soak/scenario.ts';

const path = (name: string): string =>
  fileURLToPath(new URL(`../../scenarios/${name}`, import.meta.url));

describe('loadScenario', () => {
  it('takes a path as it is, or from the working directory', async () => {
    const scenario = await loadScenario(path('chatty.ts'));
    expect(isScenario(scenario)).toBe(true);
    expect(await loadScenario(relative('', path('chatty.ts')))).toBe(scenario);
  });

  const refusals: [string, RegExp][] = [
    ['none.ts', /^--scenario \S+none\.ts: no such file$/],
    ['', /cannot be loaded/],
    ['broken.ts', /^--scenario \S+broken\.ts cannot be loaded: broken on purpose$/],
    ['not-one.ts', /^--scenario \S+not-one\.ts has no default export made by defineScenario/],
  ];
  it.each(refusals)('refuses %j', async (name, message) => {
    await expect(loadScenario(path(name))).rejects.toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
