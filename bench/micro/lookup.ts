/**
 * LookupCache beside a plain Map and beside the two usual eviction schemes: ns a hot get, and the
 * share of hits when the keys do not all fit. Prints a JSON line per figure.
 */
import { LookupCache } from '../../src/memory/lookup-cache.ts';
import { compileApart } from '../harness/compile-apart.ts';

interface Row {
  readonly row: number;
}
type Get = (key: string) => Row | undefined;

/** What a class of one's own around a Map costs without bounding it: the fair comparison. */
class MapInField {
  readonly #map = new Map<string, Row>();
  get(key: string): Row | undefined {
    return this.#map.get(key);
  }
  set(key: string, value: Row): void {
    this.#map.set(key, value);
  }
}

/** The clock algorithm's get: an entry per key with a mark that every hit sets. */
class MarkedEntries {
  readonly #map = new Map<string, { readonly value: Row; isMarked: boolean }>();
  #hits = 0;
  get(key: string): Row | undefined {
    const entry = this.#map.get(key);
    if (entry === undefined) return undefined;
    this.#hits++;
    entry.isMarked = true;
    return entry.value;
  }
  set(key: string, value: Row): void {
    this.#map.set(key, { value, isMarked: false });
  }
  get hits(): number {
    return this.#hits;
  }
}

/** Least recently used, by a Map's order: every hit takes its key out and puts it in again. */
class Lru {
  readonly #map = new Map<string, Row>();
  readonly #capacity: number;
  constructor(capacity: number) {
    this.#capacity = capacity;
  }
  get(key: string): Row | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    this.#map.delete(key);
    this.#map.set(key, value);
    return value;
  }
  set(key: string, value: Row): void {
    if (this.#map.size >= this.#capacity) {
      for (const oldest of this.#map.keys()) {
        this.#map.delete(oldest);
        break;
      }
    }
    this.#map.set(key, value);
  }
}

interface Subject {
  get: Get;
  set(key: string, value: Row): void;
}

const subjects: Record<string, (capacity: number) => Subject> = {
  map: () => new Map<string, Row>(),
  'map in a field': () => new MapInField(),
  'marked entries': () => new MarkedEntries(),
  lru: (capacity) => new Lru(capacity),
  LookupCache: (capacity) => new LookupCache<string, Row>(capacity),
};
const gets = 200_000;
const rounds = 15;

for (const size of [64, 1_000, 10_000]) measureGets(size);
for (const capacity of [100, 1_000, 5_000]) measureHits(10_000, capacity);

/** Every subject in turn, a fresh one each time: where its memory lies matters as much. */
function measureGets(size: number): void {
  const keys = Array.from({ length: size }, (_, i) => `k${(i * 7_919) % 99_991}`);
  const order = Uint32Array.from({ length: gets }, () => Math.random() * size);
  const names = Object.keys(subjects);
  const nanoseconds = new Map<string, number[]>(names.map((name) => [name, []]));
  const runs = new Map(names.map((name) => [name, compileRun()]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length] as string;
      const subject = subjects[name]?.(size) as Subject;
      keys.forEach((key, row) => {
        subject.set(key, { row });
      });
      const run = runs.get(name) as Run;
      run(subject, keys, order);
      const startNs = process.hrtime.bigint();
      run(subject, keys, order);
      nanoseconds.get(name)?.push(Number(process.hrtime.bigint() - startNs) / gets);
    }
  }
  for (const [name, values] of nanoseconds)
    print(`${name}: get, ${size} keys`, 'ns', median(values));
}

type Run = (subject: Subject, keys: readonly string[], order: Uint32Array) => number;

/** The same loop, compiled apart for each subject, so that each call site meets one class. */
function compileRun(): Run {
  return compileApart(
    ['subject', 'keys', 'order'],
    `let sum = 0;
    for (let i = 0; i < order.length; i++) sum += subject.get(keys[order[i]]).row;
    return sum;`,
  );
}

/** Keys by Zipf's law: the k-th is asked for 1/k as often as the first. */
function measureHits(keyCount: number, capacity: number): void {
  const cumulative = new Float64Array(keyCount);
  let total = 0;
  for (let key = 0; key < keyCount; key++) {
    total += 1 / (key + 1);
    cumulative[key] = total;
  }
  const asked = Array.from({ length: gets }, () => {
    const at = Math.random() * total;
    return `k${cumulative.findIndex((sum) => sum >= at)}`;
  });
  for (const name of ['lru', 'LookupCache']) {
    const subject = subjects[name]?.(capacity) as Subject;
    let hits = 0;
    for (const key of asked) {
      if (subject.get(key)) hits++;
      else subject.set(key, { row: 0 });
    }
    print(
      `${name}: hits, ${keyCount} keys by Zipf, capacity ${capacity}`,
      '%',
      (hits / gets) * 100,
    );
  }
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number;
}

function print(name: string, unit: string, value: number): void {
  console.log(JSON.stringify({ name: `lookup: ${name}`, unit, value: Number(value.toFixed(2)) }));
}
