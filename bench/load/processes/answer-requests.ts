/**
 * A process's side of the conversation: what its parent asks is done one after the other and
 * answered. The process ends with its parent. Runs in server and client processes.
 */
import type { Answer, Envelope } from './protocol.ts';

// Colyseus's core reports to PM2, probes and all, wherever it finds a parent to talk to.
const send = process.send?.bind(process);
process.send = undefined;

/** Answers from now on; `greeting` is the answer to the request that nobody sent, number 0. */
export function answerRequests<Request>(
  handle: (request: Request) => unknown,
  greeting: unknown = null,
): void {
  process.once('disconnect', () => process.exit());
  let last: Promise<void> = Promise.resolve();
  process.on('message', ({ id, content }: Envelope<Request>) => {
    last = last.then(async () => answer(id, await settle(handle, content)));
  });
  answer(0, { value: greeting });
}

async function settle<Request>(
  handle: (request: Request) => unknown,
  request: Request,
): Promise<Answer> {
  try {
    return { value: await handle(request) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function answer(id: number, content: Answer): void {
  if (send === undefined) throw new Error('this file is started by a benchmark');
  send({ id, content } satisfies Envelope<Answer>);
}
