/** Package entry `hypogeum/soak`: load a server with real clients and measure it. */
export type { SoakOptions, SoakProgress } from './options.ts';
export { formatReport, type SoakReport } from './report/report.ts';
export { runSoak } from './run-soak.ts';
export {
  defineScenario,
  type InputValue,
  type Scenario,
  type ScenarioBot,
} from './scenario.ts';
