/** What the server answers over HTTP besides matchmaking, which is core's. Main thread. */
import express, { type Application } from 'express';
import type { EngineView } from './engine-view/engine-view.ts';
import type { ExpressHook } from './options.ts';
import type { ServerStats, StatsOptions } from './stats.ts';

export interface HttpRoutes {
  /** Undefined: GET /stats is 404. */
  readonly stats: { stats(options: StatsOptions): ServerStats } | undefined;
  /** Undefined: /engine/ is 404. */
  readonly engineView: EngineView | undefined;
  readonly publicDir: string | undefined;
  /** The author's own routes: after the server's, ahead of files. */
  readonly express: ExpressHook | undefined;
}

export async function mountRoutes(app: Application, routes: HttpRoutes): Promise<void> {
  const { stats, engineView, publicDir, express: mountOwn } = routes;
  app.disable('x-powered-by');
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  if (stats !== undefined) {
    app.get('/stats', (request, response) => {
      const histograms = request.query.histograms === '1';
      response.set('cache-control', 'no-store').json(stats.stats({ histograms }));
    });
  }
  engineView?.mount(app);
  await mountOwn?.(app);
  if (publicDir === undefined) return;
  const files = express.static(publicDir);
  // Named, or core would answer / itself, before any middleware.
  app.get('/', files);
  app.use(files);
}
