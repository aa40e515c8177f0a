// Builds the demo page. Runs in Node, from any working directory; writes only dist/client-demo.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: {
    outDir: '../dist/client-demo',
    emptyOutDir: true,
    target: 'es2022',
  },
});
