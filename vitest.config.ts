/**
 * How `npm test` runs: three projects, one after the other. `unit` and `process` run files side by
 * side on two cores; `process` has those that start servers, bots, browsers and command lines, and
 * mostly wait for them. `serial` runs one file at a time, because its tests measure time or fill
 * both cores with threads, and a neighbour would be part of what they measure.
 */
import { defineConfig } from 'vitest/config';

/**
 * Threads take their TypeScript from this cache. Without it each loads Node's compiler for types, a
 * WASM module, and V8 (Node 24.21) now and then aborts a process in which many threads come and go
 * with WASM in them: "Check failed: jit_page_->allocations_.erase(addr) == 1", nodejs/node#64500.
 */
process.env.NODE_COMPILE_CACHE ??= 'node_modules/.cache/node';

/** The package's own name resolves to src/ under this condition, here, in Node and in tsc. */
const condition = 'hypogeum-source';

const filesIn = (folder: string) => `test/${folder}/**/*.test.ts`;
const processFiles = [
  ...['contract', 'soak', 'cli', 'main-thread', 'docs', 'browser'].map(filesIn),
  'test/house/pack.test.ts',
];
const serialFiles = [
  ...['threads', 'e2e'].map(filesIn),
  'test/browser/{prediction,arena-load}.test.ts',
  'test/bench/stand.test.ts',
];

const shared = {
  pool: 'forks' as const,
  testTimeout: 20_000,
  hookTimeout: 20_000,
};

export default defineConfig({
  resolve: { conditions: [condition] },
  // Vitest hands these to its forks as --conditions, and threads that a test starts inherit them.
  ssr: { resolve: { conditions: [condition], externalConditions: [condition] } },
  test: {
    reporters: ['default', './test/house/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...processFiles, ...serialFiles],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // Only the type tests: errors in other files are `npm run typecheck`'s to report.
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            ignoreSourceErrors: true,
          },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'process',
          include: processFiles,
          exclude: serialFiles,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'serial',
          include: serialFiles,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
