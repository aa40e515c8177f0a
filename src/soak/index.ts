/** Package entry `hypogeum/soak`: load a server with real clients and measure it. */
export type { SoakOptions, SoakProgress } from './options.ts';
export { formatReport } from './report/report.ts';
export type { DesyncReport, Sample, SoakReport, ThresholdResult } from './report/soak-report.ts';
export { runSoak } from './run-soak.ts';
