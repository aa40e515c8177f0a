/**
 * Who may watch the engine view, and who may press its buttons. Main thread; looks at requests,
 * owns nothing.
 *
 * With a token both need it. Without one anybody may watch, as with GET /stats, and buttons are for
 * whoever sits at this machine while it is no production server. A page of another site, open in
 * that person's browser, is no such person: its Origin and, behind a name that it has pointed here,
 * its Host tell it apart.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** An answer in place of what was asked for. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** As far as a request is looked at. */
export type AskedBy = Pick<IncomingMessage, 'headers'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** Whoever sends one of these is a proxy, and its socket says nothing of who asks. */
const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];
const loopbackAddress = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

export class Access {
  readonly #tokenHash: Buffer | undefined;
  readonly #isProduction: boolean;

  constructor(token: string | undefined, isProduction: boolean) {
    this.#tokenHash = token === undefined ? undefined : hashOf(token);
    this.#isProduction = isProduction;
  }

  /** How the buttons stand, for the log. */
  get described(): string {
    if (this.#tokenHash !== undefined) return 'it and its buttons need the token';
    if (this.#isProduction) {
      return 'its buttons are closed: NODE_ENV is production and there is no token';
    }
    return 'its buttons are open to this machine: NODE_ENV is not production, there is no token';
  }

  /** Whether the stream may be read. */
  refuseWatching({ headers }: AskedBy): Refusal | undefined {
    if (this.#tokenHash === undefined) return undefined;
    const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given !== undefined && timingSafeEqual(hashOf(given), this.#tokenHash)) return undefined;
    const error = 'this view needs its token, as "Authorization: Bearer TOKEN"';
    return { status: 401, error };
  }

  /** Whether this one would be allowed to press buttons. */
  refuseButtons(asked: AskedBy): Refusal | undefined {
    if (this.#tokenHash !== undefined) return this.refuseWatching(asked);
    if (this.#isProduction) {
      return refuse('in production the buttons need a token: --engine-token (ENGINE_TOKEN)');
    }
    const { headers, socket } = asked;
    if (!loopbackAddress.test(socket.remoteAddress ?? '')) {
      return refuse('without a token the buttons are for the machine that the server runs on');
    }
    if (proxyHeaders.some((name) => headers[name] !== undefined)) {
      return refuse('without a token the buttons cannot be pressed through a proxy');
    }
    if (localHost.test(headers.host ?? '')) return undefined;
    return refuse('without a token the address must name localhost, 127.0.0.1 or [::1]');
  }

  /** Whether this very request may press one. */
  refuseControl(asked: AskedBy): Refusal | undefined {
    const { headers } = asked;
    const refusal = this.refuseButtons(asked);
    if (refusal !== undefined) return refusal;
    const { origin } = headers;
    if (origin !== undefined && hostOf(origin) !== headers.host?.toLowerCase()) {
      return refuse('a page of another site cannot press buttons');
    }
    // What a form or a simple request of another site cannot have.
    if (/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return undefined;
    return { status: 415, error: 'send application/json' };
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Of equal length, whatever was given: what timingSafeEqual wants. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuse(error: string): Refusal {
  return { status: 403, error };
}
