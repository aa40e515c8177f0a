/** What the server answers over HTTP besides matchmaking, which is core's. Main thread. */
import express, { type Application } from 'express';
import type { ServerStats } from './stats.ts';

export interface HttpRoutes {
  /** Undefined: GET /stats is 404. */
  readonly stats: (() => ServerStats) | undefined;
  readonly publicDir: string | undefined;
}

export function mountRoutes(app: Application, { stats, publicDir }: HttpRoutes): void {
  app.disable('x-powered-by');
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  if (stats !== undefined) {
    app.get('/stats', (_request, response) => {
      response.set('cache-control', 'no-store').json(stats());
    });
  }
  if (publicDir === undefined) return;
  const files = express.static(publicDir);
  // Named, or core would answer / itself, before any middleware.
  app.get('/', files);
  app.use(files);
}
