/** Numbers as a person reads them, in text and page alike. Thread-neutral; owns nothing. */

/** Three digits are enough to judge a latency by. */
export function ms(value: number): string {
  return value < 100 ? value.toFixed(2) : whole(value);
}

/** The same without digits that say nothing, where nothing is to be aligned. */
export function briefMs(value: number): string {
  return value >= 10 && value < 100 ? value.toFixed(1) : ms(value);
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function bytes(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} kB` : `${value.toFixed(0)} B`;
}

/** '1 room', '2 rooms'. */
export function count(value: number, noun: string): string {
  return `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** With its sign: growth and shrinking must not be mistaken for each other. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(Math.abs(value) < 10 ? 2 : 1);
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** '20.0 s', '10 min', '2 h 5 min'. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
