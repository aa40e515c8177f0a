/** The page as text: one file, safe whatever a run brought, honest about what nobody measured. */
import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { formatHtml } from '../../../src/soak/report/html-report.ts';
import type { SoakReport } from '../../../src/soak/report/soak-report.ts';
import { sampleReport } from './sample-report.ts';

const page = formatHtml(sampleReport());

function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code]) => code ?? '');
}

function unescaped(html: string): string {
  return html.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

function dataOf(html: string) {
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1];
  return JSON.parse(json ?? '') as { atSeconds: number[]; plots: { id: string }[] };
}

describe('formatHtml', () => {
  it('is one file: nothing is loaded, from nowhere', () => {
    expect(page).not.toMatch(/\b(src|href)=|url\(|@import|fetch\(|XMLHttpRequest/);
    expect(page).toContain('uPlot');
  });

  it('allows its own scripts by their sums, and no other', () => {
    const scripts = scriptsOf(page);
    expect(scripts).toHaveLength(3);
    const policy = /script-src ([^"]*)"/.exec(page)?.[1];
    const sums = scripts.map((code) => createHash('sha256').update(code).digest('base64'));
    expect(unescaped(policy ?? '')).toBe(sums.map((sum) => `'sha256-${sum}'`).join(' '));
  });

  it('has scripts that parse', () => {
    for (const code of scriptsOf(page)) expect(() => new Script(code)).not.toThrow();
  });

  it('begins with the verdict, and says why', () => {
    const headline = (report: SoakReport) =>
      /<h1>(.*?)<\/h1>/s
        .exec(formatHtml(report))?.[1]
        ?.replace(/<[^>]+>/g, '')
        .replace(/\s/g, ' ');
    expect(headline(sampleReport())).toBe(
      'Passed 400 bots in 48 rooms for 3 min: no errors, no desyncs, every limit held.',
    );
    expect(headline(sampleReport({ errors: 2, desyncs: 1 }))).toBe(
      'Failed 400 bots in 48 rooms for 3 min: 2 errors; 1 desync.',
    );
    const all = { 'max-ack-p99': 1, 'max-join-p99': 1, 'max-step-p99': 1, 'max-lateness-p99': 1 };
    const failed = sampleReport({}, all);
    expect(headline(failed)).toContain('4 limits do not hold');
    expect(formatHtml(failed)).toContain('<li>Join p99 was 46.8 ms, the limit 1 ms.</li>');
    expect(headline(sampleReport({ checksums: 0 }))).toContain('no states checked');
  });

  it('escapes all that a run brought, wherever it stands', () => {
    const hostile = `</script></style><img src=x onerror="x()">'&`;
    const report = sampleReport();
    const desync = {
      ...{ seed: 1, roomId: hostile, bot: 1, tick: 1, checksum: 1, own: 2, serverTick: null },
      ...{ ownState: { [hostile]: hostile }, serverState: hostile, difference: hostile },
    };
    const html = formatHtml(
      sampleReport({
        ...{ room: hostile, url: hostile, errors: 1, errorsByKind: { close: 1 } },
        ...{ errorSamples: [hostile], desyncs: 1, desyncReports: [desync] },
        ...{ cpuSeconds: { [hostile]: 1 }, gcMs: { [hostile]: 1 } },
        roomsDetail: report.roomsDetail.map((room) => ({ ...room, roomId: hostile })),
        samples: report.samples.map((sample) => ({ ...sample, cpu: { [hostile]: 1 } })),
      }),
      { command: [hostile] },
    );
    expect(html.includes('<img')).toBe(false);
    expect(html.match(/<\/script>/g)).toHaveLength(4);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html.split('&lt;img src=x onerror=&quot;x()&quot;&gt;').length).toBeGreaterThan(50);
    expect(JSON.stringify(dataOf(html))).toContain('<img');
  });

  it('plots only what somebody measured', () => {
    const ids = (html: string) => dataOf(html).plots.map(({ id }) => id);
    expect(ids(page)).toEqual(
      expect.arrayContaining(['ack', 'jitter', 'lateness', 'step', 'cpu', 'gc', 'rss', 'steals']),
    );
    const samples = sampleReport().samples.map((sample) => ({
      ...sample,
      ...{ latenessMs: null, stepMs: null, stealsPerSecond: null, ticksPerSecond: null },
      ...{ rssMiB: null, loopDelayMs: null, cpu: null, gcMs: null },
    }));
    const bare = formatHtml(
      sampleReport({
        ...{ samples, latenessMs: null, stepMs: null, rssMiB: null, rssSlopeMiBPerMinute: null },
        ...{ workers: [], roomsDetail: [], cpuSeconds: {}, gcMs: {} },
      }),
    );
    expect(ids(bare)).toEqual(['ack', 'jitter', 'bots', 'trouble', 'patches', 'bytes', 'load']);
    expect(bare).toContain('No GET /stats there');
    expect(bare).toContain('not measured');
    expect(bare.split('<script')[0]).not.toMatch(/NaN|undefined|null/);
  });

  it('is whole without a single sample', () => {
    const html = formatHtml(sampleReport({ samples: [], seconds: 0, joins: 0 }));
    expect(html).not.toContain('class="section"');
    expect(html.split('<script')[0]).not.toMatch(/NaN|Infinity/);
    expect(dataOf(html).plots).toEqual([]);
  });

  it('shows the command that made it, as a shell would take it', () => {
    const command = ['npx', 'hypogeum', 'soak', '--options', `{"name":"O'Neill"}`];
    const made = formatHtml(sampleReport(), { command, madeAt: new Date('2026-01-02T03:04:05Z') });
    expect(made).toContain('2026-01-02 03:04 UTC');
    expect(unescaped(made)).toContain(`npx hypogeum soak --options '{"name":"O'\\''Neill"}'`);
    expect(page).not.toContain('class="command"');
  });

  it('stays a page that opens after a day', () => {
    const [first] = sampleReport().samples;
    const day = Array.from({ length: 86_400 }, (_, second) => ({ ...first!, atSeconds: second }));
    const html = formatHtml(sampleReport({ samples: day, seconds: 86_400 }));
    expect(html.length).toBeLessThan(1_500_000);
    expect(dataOf(html).atSeconds.length).toBeLessThanOrEqual(1_200);
    expect(html).toContain('Each point stands for 72 seconds');
  });
});
