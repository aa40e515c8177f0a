// Draws one frame of the arena with PixiJS. One idea: the floor is dark, and every ship is a lamp
// whose light shows in the floor's points. Three draw calls: the floor, all pictures, all words.
// Owns the canvas, the camera and the effects; reads everything else.
import { CanvasSource, Container, WebGLRenderer } from 'pixi.js';
import { floorColor } from '../../shared/palette.ts';
import type { ArenaView } from '../arena-view.ts';
import { paintAtlas } from './atlas.ts';
import { Camera } from './camera.ts';
import { Effects } from './effects.ts';
import { Floor } from './floor.ts';
import { Labels } from './labels.ts';
import { shineLamps } from './lamps.ts';
import { LightMap } from './light-map.ts';
import { Painter } from './painter.ts';
import { QuadBatch } from './quad-batch.ts';
import { type Happenings, Witness } from './witness.ts';

const pixelRatioMax = 2; // beyond it the eye gains nothing and the fill rate suffers
const picturesMax = 6144; // 512 shots, 512 drones and 64 ships at up to 9 each, and all particles
const wordsMax = 96;
const stepSecondsMax = 0.1;

/** Why there is no picture, in words for the visitor. */
export class NoGraphicsError extends Error {}

export class Renderer {
  readonly camera = new Camera();
  readonly effects: Effects;
  readonly #renderer: WebGLRenderer;
  readonly #canvas: HTMLCanvasElement;
  readonly #stage = new Container();
  readonly #witness: Witness;
  readonly #pictures: QuadBatch;
  readonly #words: QuadBatch;
  readonly #wordsSource: CanvasSource;
  readonly #labels: Labels;
  readonly #painter: Painter;
  readonly #ratio: number;
  #map: LightMap;
  #floor: Floor;
  #drawnMs = 0;
  #followed = '';

  /**
   * `told`: who else hears what happens in the arena. Rejects with a `NoGraphicsError` where this
   * browser has no WebGL 2.
   */
  static async create(
    canvas: HTMLCanvasElement,
    told: readonly Partial<Happenings>[] = [],
  ): Promise<Renderer> {
    if (document.createElement('canvas').getContext('webgl2') === null) {
      throw new NoGraphicsError('This browser has no WebGL 2, which the arena is drawn with.');
    }
    const renderer = new WebGLRenderer();
    const ratio = Math.min(pixelRatioMax, devicePixelRatio);
    await renderer.init({
      canvas,
      width: canvas.clientWidth,
      height: canvas.clientHeight,
      resolution: ratio,
      antialias: false,
      backgroundColor: floorColor,
      preferWebGLVersion: 2,
      powerPreference: 'high-performance',
    });
    return new Renderer(renderer, canvas, ratio, told);
  }

  private constructor(
    renderer: WebGLRenderer,
    canvas: HTMLCanvasElement,
    ratio: number,
    told: readonly Partial<Happenings>[],
  ) {
    this.#renderer = renderer;
    this.#canvas = canvas;
    this.#labels = new Labels(Math.max(1, ratio));
    const atlas = paintAtlas();
    this.#ratio = ratio;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.effects = new Effects(this.camera, isCalm);
    this.#witness = new Witness([this.effects, ...told]);
    const source = new CanvasSource({
      resource: atlas.canvas,
      autoGenerateMipmaps: true,
      mipmapFilter: 'nearest',
    });
    this.#wordsSource = new CanvasSource({ resource: this.#labels.canvas });
    this.#pictures = new QuadBatch(source, picturesMax);
    this.#words = new QuadBatch(this.#wordsSource, wordsMax);
    const { quads } = this.#pictures;
    this.#painter = new Painter(this.camera, atlas, this.#labels, quads, this.#words.quads);
    this.#map = new LightMap({ width: 1, height: 1 });
    this.#floor = new Floor(this.#map);
    this.#stage.addChild(this.#floor.mesh, this.#pictures.mesh, this.#words.mesh);
  }

  /** The light on the floor of the last frame: the minimap shows it too. */
  get light(): LightMap {
    return this.#map;
  }

  draw(view: ArenaView, nowMs: number): void {
    const elapsedSeconds = Math.min(stepSecondsMax, (nowMs - this.#drawnMs) / 1000);
    this.#drawnMs = nowMs;
    this.#fit(view);
    this.#follow(view, elapsedSeconds);
    this.#witness.look(view, nowMs);
    this.effects.advance(view, elapsedSeconds);
    this.camera.tremble(elapsedSeconds);
    this.#map.clear();
    shineLamps(this.#map, view, this.camera, nowMs);
    this.effects.shine(this.#map);
    this.#map.develop();
    this.#painter.paint(view, this.effects, this.#map, this.#ratio, nowMs);
    this.#floor.update(this.camera, this.#ratio);
    this.#pictures.upload();
    this.#words.upload();
    if (this.#labels.isStale) this.#wordsSource.update();
    this.#labels.isStale = false;
    this.#renderer.render(this.#stage);
  }

  #fit({ world }: ArenaView): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const { width, height } = this.camera;
    if (clientWidth !== width || clientHeight !== height) {
      this.#renderer.resize(clientWidth, clientHeight, this.#ratio);
    }
    this.camera.resize(clientWidth, clientHeight, world);
    if (this.#map.fits(world)) return;
    this.#map = new LightMap(world);
    this.#floor.destroy();
    this.#floor = new Floor(this.#map);
    this.#stage.addChildAt(this.#floor.mesh, 0);
  }

  /** The camera is on the own ship; with none it stays where it is. */
  #follow({ own, sessionId, world }: ArenaView, elapsedSeconds: number): void {
    if (sessionId === '') this.camera.jump(world.width / 2, world.height / 2);
    if (own === undefined) return;
    if (this.#followed !== sessionId) this.camera.jump(own.x, own.y);
    this.#followed = sessionId;
    if (own.entity.alive) this.camera.follow(own.x, own.y, elapsedSeconds);
  }
}
