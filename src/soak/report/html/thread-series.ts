/**
 * Layers of a stacked plot, a layer a thread: as many as can be told apart, the busiest, and all
 * others as one. Thread-neutral; owns nothing.
 */
import type { Series, Values } from './plots.ts';

/** As many as style.ts has tones for. */
const layersMax = 7;
/** Not threads of the server: its sum, and the bots of the soak. */
const wholeProcess = 'process';
const bots = 'bots';

type Known = Readonly<Record<string, number>> | null;

/** The topmost layer first. `hasSum`: what the process used beyond its threads is a layer too. */
export function byThread(seconds: readonly Known[], hasSum: boolean): Series[] {
  const names = [...new Set(seconds.flatMap((known) => Object.keys(known ?? {})))];
  const threads = names.filter((name) => name !== wholeProcess && name !== bots);
  const busiest = threads
    .toSorted((a, b) => sum(of(seconds, b)) - sum(of(seconds, a)))
    .slice(0, threads.length > layersMax ? layersMax - 1 : layersMax);
  const drawn = threads.filter((name) => busiest.includes(name));
  const others = threads.filter((name) => !busiest.includes(name));
  const layers = drawn.map((label, index): Series => {
    return { label, tone: `tone-${index + 1}`, values: of(seconds, label), stacked: true };
  });
  if (others.length > 0) {
    const values = seconds.map((known) => (known === null ? null : sumOf(known, others)));
    layers.push({
      label: `${others.length} more`,
      tone: `tone-${layersMax}`,
      values,
      stacked: true,
    });
  }
  if (hasSum && names.includes(wholeProcess)) layers.push(beyond(seconds, threads));
  return layers.reverse();
}

/** V8's and libuv's helper threads: optimising, collecting, compressing. */
function beyond(seconds: readonly Known[], threads: readonly string[]): Series {
  const values = seconds.map((known) =>
    known === null ? null : Math.max(0, (known[wholeProcess] ?? 0) - sumOf(known, threads)),
  );
  return { label: 'V8 and libuv', tone: 'tone-rest', values, stacked: true };
}

function of(seconds: readonly Known[], name: string): Values {
  return seconds.map((known) => (known === null ? null : (known[name] ?? 0)));
}

function sum(values: Values): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0);
}

function sumOf(known: Readonly<Record<string, number>>, names: readonly string[]): number {
  return names.reduce((all, name) => all + (known[name] ?? 0), 0);
}
