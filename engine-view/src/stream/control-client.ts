/** Sends what the page's buttons ask of the server. Runs wherever there is fetch. */
import type { Control } from '../frames.ts';
import { wordsIn } from './engine-stream.ts';

/** Gives the server's words where it refused, undefined where it did what was asked. */
export async function sendControl(
  url: string,
  control: Control,
  token: string,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(control),
    });
    if (response.ok) return undefined;
    return wordsIn(await response.text()) || `the server answered with status ${response.status}`;
  } catch {
    return 'the server does not answer';
  }
}
