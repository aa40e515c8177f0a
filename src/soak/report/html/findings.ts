/** What went wrong, in full: desyncs with both states, and errors. Thread-neutral. */
import { count, whole } from '../format-number.ts';
import type { DesyncReport, SoakReport } from '../soak-report.ts';
import { html, type Markup, nothing } from './escape.ts';
import { titled } from './tables.ts';

const desyncsShownMax = 50;
/** Of a state's JSON: a page must open, and --json has it whole. */
const stateCharactersMax = 20_000;

export function formatDesyncs({ desyncs, desyncReports }: SoakReport): Markup {
  if (desyncs === 0) return nothing;
  const shown = desyncReports.slice(0, desyncsShownMax);
  const hidden = desyncs - shown.length;
  const more =
    hidden > 0 ? html`<p class="how">${count(hidden, 'desync')} more are not shown.</p>` : nothing;
  const note = 'A bot’s decoded state was not the server’s, at the same tick.';
  return titled('Desyncs', note, html`${shown.map(formatDesync)}${more}`);
}

function formatDesync(desync: DesyncReport): Markup {
  const sums = `server ${hexadecimal(desync.checksum)}, bot ${hexadecimal(desync.own)}`;
  const servers = desync.serverTick === null ? '' : ` at tick ${whole(desync.serverTick)}`;
  return html`<details class="desync"><summary><b>${desync.difference}</b>
<span>bot ${desync.bot} in room ${desync.roomId}, tick ${desync.tick}, seed ${desync.seed}</span>
</summary><p class="how">Sums: ${sums}.</p><div class="states">
<figure><figcaption>Bot</figcaption><pre>${json(desync.ownState)}</pre></figure>
<figure><figcaption>Server${servers}</figcaption><pre>${json(desync.serverState)}</pre></figure>
</div></details>`;
}

export function formatErrors({ errors, errorsByKind, errorSamples }: SoakReport): Markup {
  if (errors === 0) return nothing;
  const kinds = Object.entries(errorsByKind).map(([kind, times]) => {
    return html`<li><b>${whole(times)}</b> ${kind}</li>`;
  });
  const samples = errorSamples.map((sample) => html`<li>${sample}</li>`);
  const content = html`<ul class="kinds">${kinds}</ul><ol class="samples">${samples}</ol>`;
  return titled('Errors', 'How many of each kind, and the first different ones in words.', content);
}

function hexadecimal(sum: number): string {
  return `0x${(sum >>> 0).toString(16).padStart(8, '0')}`;
}

function json(state: unknown): string {
  const text = JSON.stringify(state, null, 1) ?? 'not known';
  return text.length > stateCharactersMax ? `${text.slice(0, stateCharactersMax)} …` : text;
}
