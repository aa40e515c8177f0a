/**
 * `hypogeum soak`: bots against a server, progress on stderr, a summary on stdout. Main thread of
 * the CLI; owns the run's end by Ctrl-C.
 */
import { UsageError } from '../base/errors.ts';
import { parseFlags } from './flags.ts';
import { packageVersion } from './package-root.ts';
import { onStopSignal } from './signals.ts';
import { checkWritable, toJson, writeDesyncs, writeText } from './soak-files.ts';
import { soakFlags, soakHelp, toOptions } from './soak-flags.ts';
import { ProgressLine } from './soak-progress.ts';

export async function soak(argv: readonly string[]): Promise<void> {
  const { values } = parseFlags(soakFlags, argv, process.env, 0);
  if (values.help || values.version) {
    process.stdout.write(values.help ? soakHelp : `${packageVersion()}\n`);
    return;
  }
  const { room, json, html } = values;
  if (room === undefined) {
    throw new UsageError('OPTION_INVALID', 'name a game with --room NAME (see --help)');
  }
  if (json !== undefined) checkWritable('--json', json);
  if (html !== undefined) checkWritable('--html', html);
  // Loaded here: help and a refused flag need no bots.
  const { formatHtml, formatReport, runSoak } = await import('../soak/index.ts');
  const line = new ProgressLine(process.stderr);
  const stop = new AbortController();
  onStopSignal(() => {
    line.say('stopping: the report follows (a second Ctrl-C exits at once)');
    stop.abort();
  });
  const onProgress = line.show.bind(line);
  const report = await runSoak({ room, ...toOptions(values), signal: stop.signal, onProgress });
  line.end();
  if (json !== undefined) writeText('--json', json, toJson(report));
  if (html !== undefined) writeText('--html', html, formatHtml(report));
  for (const file of writeDesyncs(report.desyncReports, json)) line.say(`desync: see ${file}`);
  // Exits when it is written: a pipe may take its time, an idle connection must not.
  process.stdout.write(`${formatReport(report)}\n`, () => process.exit(report.ok ? 0 : 1));
}
