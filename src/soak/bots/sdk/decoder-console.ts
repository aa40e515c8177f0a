/**
 * The SDK's decoder tells of bytes that it cannot read on the console only. While a run lasts,
 * this takes its lines away and counts them. Soak's own thread; owns console.warn, console.error
 * and console.info between start and stop.
 */
import { format } from 'node:util';

/** Texts of @colyseus/schema 5 that mean: this frame does not fit my state. */
const decoderLine = /^@colyseus\/schema|"refId" not found/;
/** What the SDK prints about things that bots count themselves. */
const sdkLine = /^Room connection was closed|^\[Colyseus reconnection\]|Please report this issue/;

/** Calls `onError` for each decoder line. Returns the function that gives the console back. */
export function watchDecoderConsole(onError: (text: string) => void): () => void {
  const { warn, error, info } = console;
  const filter =
    (pass: typeof console.warn) =>
    (first: unknown, ...rest: unknown[]) => {
      const text = String(first);
      if (decoderLine.test(text)) onError(format(first, ...rest.map(briefly)));
      else if (!sdkLine.test(text)) pass(first, ...rest);
    };
  console.warn = filter(warn);
  console.error = filter(error);
  console.info = filter(info);
  return () => Object.assign(console, { warn, error, info });
}

/** The decoder adds whole states and metadata to its lines: keep what is short. */
function briefly(value: unknown): unknown {
  return typeof value === 'object' ? Object.keys(value ?? {}) : value;
}
