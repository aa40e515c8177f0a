/** The view's addresses: its page, its stream, its buttons. Main thread. */
import express, { type Application, type NextFunction, type Request, type Response } from 'express';
import type { Access, Refusal } from './access.ts';
import type { ControlAnswer } from './frames.ts';
import { assetsFolder, isPageBuilt, pageFile } from './page-files.ts';

const bodyBytesMax = 4_096;
/** The page may not be shown inside another, whose clicks would press its buttons. */
const pageHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': "frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** What is behind the addresses. */
export interface EngineDesk {
  readonly access: Access;
  /** Takes the response for good, or says why not. */
  watch(request: Request, response: Response): Refusal | undefined;
  /** Does what the body asks for, or says why not. */
  control(body: unknown): Refusal | undefined;
}

export function mountEngineRoutes(app: Application, desk: EngineDesk): void {
  const { access } = desk;
  // Core lets pages of any site read every answer.
  app.use('/engine', (_request, response, next) => {
    response.removeHeader('access-control-allow-origin');
    next();
  });
  app.get('/engine', (request, response) => {
    if (!request.path.endsWith('/')) return response.redirect(308, 'engine/');
    if (isPageBuilt()) return response.set(pageHeaders).sendFile(pageFile);
    const text = 'The page of the engine view is not built: npm run demo';
    return response.status(503).type('text/plain').send(`${text}\n`);
  });
  // Their names change with what is in them.
  app.use('/engine/assets', express.static(assetsFolder, { immutable: true, maxAge: '1y' }));
  app.get('/engine/stream', (request, response) => {
    const refusal = access.refuseWatching(request);
    // Express takes a HEAD for a GET.
    if (refusal === undefined && request.method === 'HEAD') {
      response.end();
      return;
    }
    const why = refusal ?? desk.watch(request, response);
    if (why !== undefined) answer(response, why);
  });
  app.post(
    '/engine/control',
    (request: Request, response: Response, next: NextFunction) => {
      const refusal = access.refuseControl(request);
      if (refusal === undefined) next();
      else answer(response, refusal);
    },
    express.json({ limit: bodyBytesMax }),
    (request: Request, response: Response) => {
      const refusal = desk.control(request.body);
      if (refusal === undefined) response.json({ ok: true } satisfies ControlAnswer);
      else answer(response, refusal);
    },
    // Express tells error handlers by their four parameters.
    (error: { status?: number }, _request: Request, response: Response, _next: NextFunction) => {
      answer(response, { status: error.status ?? 400, error: 'the body is not JSON, or too long' });
    },
  );
}

function answer(response: Response, { status, error }: Refusal): void {
  if (status === 401) response.set('www-authenticate', 'Bearer');
  response
    .status(status)
    .set('cache-control', 'no-store')
    .json({ error } satisfies ControlAnswer);
}
