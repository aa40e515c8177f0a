/**
 * How a page looks: stone above ground and below it, in two lights. The tones of plots differ in
 * lightness as well as in hue, and text has a contrast of at least 4.5 to what is behind it.
 */

const light = `
--ground: #eef0ee; --stone: #fafbfa; --edge: #d3d8d5; --ink: #17201e; --ink-2: #56625e;
--good: #1d6b4f; --bad: #b3261e; --warn: #80540a; --hill: #8b9a95; --focus: #1c5f8c;
--s0: #e1e7e4; --s1: #b9d0d2; --s2: #7da9b3; --s3: #e3ac45; --s4: #d9692b; --s5: #a3172a;
--tone-p50: #4d9ca6; --tone-p99: #14476b; --tone-max: #d98a3d;
--tone-1: #1f6690; --tone-2: #d9822b; --tone-3: #3a9a6a; --tone-4: #86559f; --tone-5: #6bbacb;
--tone-6: #c4577a; --tone-7: #8f8a2a; --tone-rest: #a7b0ac;`;

const dark = `
--ground: #0f1413; --stone: #171e1c; --edge: #2f3a37; --ink: #e6ece9; --ink-2: #9aa8a3;
--good: #6fcf9f; --bad: #ff7b72; --warn: #e8b45a; --hill: #566660; --focus: #79bde8;
--s0: #202927; --s1: #27474d; --s2: #35727f; --s3: #c08a26; --s4: #e0702f; --s5: #ff5252;
--tone-p50: #4b97a1; --tone-p99: #9fd6f5; --tone-max: #d8863b;
--tone-1: #5fa9d6; --tone-2: #ef9f4a; --tone-3: #57bd88; --tone-4: #b68ad2; --tone-5: #9adfea;
--tone-6: #e27f9f; --tone-7: #c3bd58; --tone-rest: #75817c;`;

const base = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 40px 28px 72px; }
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
h2 { margin: 52px 0 14px; font-size: 19px; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 15px; font-weight: 650; }
.how, figcaption { color: var(--ink-2); max-width: 76ch; text-wrap: pretty; }
pre, .command { font: 13px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }`;

const header = `
header .what { color: var(--ink-2); }
header .what b { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
h1 { max-width: 34ch; margin-top: 6px; font-size: clamp(24px, 3.4vw, 38px); line-height: 1.18;
  font-weight: 600; letter-spacing: -0.022em; text-wrap: balance; overflow-wrap: anywhere; }
h1 span { font-weight: 750; }
h1 span::after { content: "."; }
.passed h1 span { color: var(--good); }
.failed h1 span { color: var(--bad); }
header ul { margin-top: 14px; padding-left: 1.1em; font-size: 17px; }
header li::marker { color: var(--bad); }
.warning { margin-top: 14px; padding-left: 12px; border-left: 3px solid var(--warn);
  max-width: 76ch; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px 32px;
  margin: 34px 0 40px; }
.figures > div { border-top: 2px solid var(--edge); padding-top: 10px; }
.figures > .good { border-color: var(--good); }
.figures > .bad { border-color: var(--bad); }
.figures .value { font-size: 36px; line-height: 1.2; font-weight: 600; letter-spacing: -0.03em;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures .bad .value { color: var(--bad); }
.figures .value small { font-size: 16px; font-weight: 500; letter-spacing: 0; }
.figures .note span { white-space: nowrap; }
.figures .note span:not(:last-child)::after { content: " ·"; }
.figures .note { color: var(--ink-2); font-variant-numeric: tabular-nums; }`;

const section = `
.section { background: var(--stone); border: 1px solid var(--edge); border-radius: 6px;
  padding: 18px 20px 16px; }
.strata { position: relative; display: grid; grid-template-columns: 104px 1fr 124px;
  grid-auto-flow: dense; gap: 2px 14px; align-items: center; margin-top: 16px; font-size: 13px; }
.strata .usual { grid-column: 3; }
.strata svg { grid-column: 2; display: block; width: 100%; height: 22px;
  shape-rendering: crispEdges; }
.strata .hill { height: 52px; }
.hill path { fill: var(--hill); }
.strata .name { text-align: right; }
.strata .usual { color: var(--ink-2); font-variant-numeric: tabular-nums; white-space: nowrap; }
.strata > :first-child, .strata > :first-child + .usual { align-self: end; }
.cursor { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--ink);
  pointer-events: none; }
.drop { fill: var(--tone-2); background: var(--tone-2); }
.error { fill: var(--bad); background: var(--bad); }
.timeline { padding: 0 138px 0 118px; color: var(--ink-2); font-size: 12px; }
.timeline > div { position: relative; height: 20px; font-variant-numeric: tabular-nums; }
.timeline span { position: absolute; top: 2px; }
.timeline .end { right: 0; }
.timeline .ramp { padding-left: 4px; border-left: 1px solid var(--ink-2); }
.shades { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; margin-top: 10px;
  color: var(--ink-2); font-size: 12px; }
.shades i { width: 22px; height: 10px; }
.shades span { white-space: nowrap; }
.shades b { display: inline-block; width: 4px; height: 11px; margin: 0 4px -1px 10px; }
.shades output { margin-left: auto; color: var(--ink); font-variant-numeric: tabular-nums; }
${[0, 1, 2, 3, 4, 5].map(shade).join('\n')}`;

const plots = `
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
.plot { display: flex; flex-direction: column; background: var(--stone);
  border: 1px solid var(--edge); border-radius: 6px; padding: 16px 18px 10px; }
.plot .how { min-height: 3em; }
.plot .canvas { margin-top: 8px; min-height: 234px; }
.uplot, .uplot * { font-family: inherit; }
.u-hz .u-cursor-x { border-right: 1px solid var(--ink-2); }
.uplot .u-legend { margin: 2px 0 0; text-align: left; font-size: 13px; }
.uplot .u-legend tbody { display: flex; flex-wrap: wrap; }
.uplot .u-legend tr { margin-right: 10px; }
.uplot .u-legend tr:first-child { order: 1; }
.uplot .u-legend tr:first-child th { display: none; }
.uplot .u-legend tr:first-child td { color: var(--ink-2); }
.uplot .u-legend th { font-weight: 500; color: var(--ink-2); }
.uplot .u-legend th::after { content: "" !important; }
.uplot .u-legend .u-marker { width: 14px; height: 3px; border-radius: 1px; }
.uplot .u-legend td { min-width: 4.2em; font-variant-numeric: tabular-nums; }
.stacked .u-legend tr { pointer-events: none; }
.stacked .u-legend .u-marker { width: 10px; height: 10px; }
.stacked .u-legend td { min-width: 3em; }`;

const tables = `
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 32px; }
.columns > :nth-child(2) { grid-row: span 2; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
.wide table { width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
.wide th, .wide td { padding: 6px 10px; border-bottom: 1px solid var(--edge);
  white-space: nowrap; text-align: right; }
.wide th { color: var(--ink-2); font-weight: 500; vertical-align: bottom; }
.wide .text { text-align: left; }
.wide th:first-child, .wide td:first-child { position: sticky; left: 0; padding-left: 0;
  background: var(--ground); max-width: 44vw; overflow: hidden; text-overflow: ellipsis; }
.wide td.bad { color: var(--bad); font-weight: 650; }
.wide th button::after { content: "\\2195"; margin-left: 4px; opacity: 0.35; }
.wide [aria-sort="descending"] button::after { content: "\\2193"; opacity: 1; }
.wide [aria-sort="ascending"] button::after { content: "\\2191"; opacity: 1; }
.wide tr[hidden] { display: none; }
.fold { margin-top: 12px; padding: 6px 14px; border: 1px solid var(--edge); border-radius: 4px; }
.fold:hover { border-color: var(--ink-2); }
.desync { border-bottom: 1px solid var(--edge); padding: 10px 0; overflow-wrap: anywhere; }
.desync summary { cursor: pointer; }
.desync summary span { display: block; color: var(--ink-2); }
.states { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
pre { margin: 8px 0 0; padding: 12px 14px; max-height: 380px; overflow: auto;
  background: var(--stone); border: 1px solid var(--edge); border-radius: 4px; }
.command { white-space: pre-wrap; overflow-wrap: anywhere; margin-top: 16px; }
.kinds { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin-top: 8px; }
.samples { margin-top: 10px; padding-left: 1.6em; overflow-wrap: anywhere; }
.parameters { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
  gap: 14px 24px; overflow-wrap: anywhere; }
dt { color: var(--ink-2); }`;

const phone = `
@media (max-width: 760px) {
  main { padding: 24px 16px 48px; }
  .plots, .columns, .states { grid-template-columns: minmax(0, 1fr); }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 22px 18px;
    margin: 26px 0 30px; }
  .figures .value { font-size: 27px; }
  .figures .note span { white-space: nowrap; }
.figures .note span:not(:last-child)::after { content: " ·"; }
.figures .note { font-size: 13px; }
  .section { padding: 14px 14px 12px; }
  .strata { grid-template-columns: 1fr auto; grid-auto-flow: row; gap: 1px 8px; font-size: 12px; }
  .strata svg { grid-column: 1 / -1; height: 18px; margin-bottom: 5px; }
  .strata .hill { height: 44px; }
  .strata .name { text-align: left; }
  .strata .usual { grid-column: 2; }
  .plot .how { min-height: 0; }
  .uplot .u-legend tr { margin-right: 2px; }
  .uplot .u-legend td { min-width: 3.6em; }
  .timeline { padding: 0; }
  .wide th, .wide td { padding: 6px 5px; }
  .wide th button::after { margin-left: 1px; }
}
@media print { html { background: none; } .plot, .section { break-inside: avoid; } }`;

export const pageStyle = [base, header, section, plots, tables, phone].join('\n');

/** Of a rectangle in the section, and of its square in the legend. */
function shade(index: number): string {
  return `.s${index} { fill: var(--s${index}); background: var(--s${index}); }`;
}
