// Draws a crowd with the demo's own renderer and tells what a frame's script costs:
// `window.__load.run(frames, spread)`. Runs in a page of its own, in a browser that a test starts.
import { Minimap } from '../../../client-demo/src/skirmish/drawing/minimap.ts';
import { Renderer } from '../../../client-demo/src/skirmish/drawing/renderer.ts';
import { Crowd } from './crowd.ts';

declare global {
  interface Window {
    __load: { run(frames: number, spread: number): Promise<LoadReport> };
  }
}

/** Milliseconds of script for a frame, drawing and minimap; `frameMs`: from one to the next. */
interface LoadReport {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly frameMs: number;
}

const warmFrames = 30;
const stepMs = 1000 / 60; // the crowd's time, however long frames take here
const canvasOf = (id: string) => document.getElementById(id) as HTMLCanvasElement;

const renderer = await Renderer.create(canvasOf('arena'));
const minimap = new Minimap(canvasOf('minimap'));
let crowdMs = 0;

async function run(frames: number, spread: number): Promise<LoadReport> {
  const crowd = new Crowd(spread);
  const costs: number[] = [];
  let startedMs = 0;
  for (let frame = 0; frame < warmFrames + frames; frame += 1) {
    await new Promise(requestAnimationFrame);
    crowdMs += stepMs;
    crowd.advance(stepMs);
    const fromMs = performance.now();
    renderer.draw(crowd, crowdMs);
    minimap.draw(crowd, renderer.camera, renderer.light, crowdMs);
    const costMs = performance.now() - fromMs;
    if (frame === warmFrames) startedMs = fromMs;
    if (frame >= warmFrames) costs.push(costMs);
  }
  const frameMs = (performance.now() - startedMs) / frames;
  costs.sort((a, b) => a - b);
  const at = (share: number) => costs[Math.floor((costs.length - 1) * share)] ?? 0;
  return { medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1), frameMs };
}

window.__load = { run };
