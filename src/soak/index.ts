/** Package entry `hypogeum/soak`: load a server with real clients and measure it. */
export type { SoakOptions, SoakProgress } from './options.ts';
export { formatReport } from './report/format-report.ts';
export { formatHtml } from './report/html-report.ts';
export type { SoakReport } from './report/soak-report.ts';
export { runSoak } from './run-soak.ts';
