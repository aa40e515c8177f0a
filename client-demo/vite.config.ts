// Builds the demo's pages: index.html, which is skirmish, and the index.html of each folder beside
// it. Runs in Node, from any working directory; writes only dist/client-demo.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^(?:[a-z-]+[\\/])?index\.html$/.test(path))
  .map((path) => `${root}${path}`);

export default defineConfig({
  root,
  base: './',
  build: {
    outDir: '../dist/client-demo',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: pages },
  },
});
