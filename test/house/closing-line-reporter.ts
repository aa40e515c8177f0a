/**
 * A vitest reporter that ends a run with one plain line, `N passed, N failed[, N skipped]`, for
 * readers that do not know vitest's own summary. It only counts what the runner reports, and
 * leaves the exit code to the runner. Runs on vitest's main thread.
 */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  private line = '';

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    // Errors outside any test, and files that could not be loaded, hold no failed test: count each.
    counts.failed += errors.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      counts.failed += module.errors().length;
    }
    // A test that never reported a result did not pass.
    const failed = counts.failed + counts.pending;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    this.line = `${counts.passed} passed, ${failed} failed${skipped}`;
    process.once('exit', this.print);
  }

  /** At exit, so that it stands below the default reporter's summary. */
  private readonly print = (): void => {
    process.stdout.write(`${this.line}\n`);
  };
}
