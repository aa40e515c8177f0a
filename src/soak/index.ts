/** Package entry `hypogeum/soak`: load a server with real clients and measure it. */
export type { Summary } from './measure/server-stats.ts';
export type { SoakOptions, SoakProgress } from './options.ts';
export { formatReport } from './report/format-report.ts';
export { formatHtml } from './report/html-report.ts';
export type {
  DesyncReport,
  Percentiles,
  Sample,
  SoakReport,
  ThresholdResult,
} from './report/soak-report.ts';
export type { Limits } from './report/thresholds.ts';
export { runSoak } from './run-soak.ts';
export {
  defineScenario,
  type InputValue,
  type Scenario,
  type ScenarioBot,
} from './scenario.ts';
