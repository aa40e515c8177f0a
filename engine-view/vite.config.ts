// Builds the page of the engine view, which a server has at /engine/: every address in it is
// relative. Runs in Node, from any working directory; writes only dist/engine-view.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: { outDir: '../dist/engine-view', emptyOutDir: true, target: 'es2022' },
});
