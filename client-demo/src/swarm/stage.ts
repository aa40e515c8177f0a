// Draws the swarm: a mesh of points whose attributes are the columns themselves, over a floor that
// they light. Owns the canvas's renderer and its meshes; reads columns and view.
import {
  Buffer,
  BufferUsage,
  Container,
  Geometry,
  Mesh,
  RenderTexture,
  Shader,
  UniformGroup,
  WebGLRenderer,
} from 'pixi.js';
import type { DroneColumns, World } from './drone-columns.ts';
import * as shaders from './shaders.ts';
import type { View } from './view.ts';

const pixelRatioMax = 2; // beyond it the eye gains nothing and the fill rate suffers
const lightShare = 0.25; // of the screen's resolution: light has no sharp edge
const latticePixelsMin = 8; // between points of the floor
const bodyShare = 0.034; // of the mean distance between drones
const bodyPixelsMin = 1.15;
const bodyPixelsMax = 7;
const reachShare = 0.95;
const lampPixelsMax = 500; // GPUs have a largest point
const square = [-1, -1, 1, -1, 1, 1, -1, 1];
const twoTriangles = [0, 1, 2, 0, 2, 3];

type Column = 'x' | 'y' | 'fromX' | 'fromY' | 'tone' | 'born';
const attributeOf: Readonly<Record<Column, string>> = {
  x: 'aX',
  y: 'aY',
  fromX: 'aFromX',
  fromY: 'aFromY',
  tone: 'aTone',
  born: 'aBorn',
};

export class Stage {
  readonly #renderer: WebGLRenderer;
  readonly #columns: DroneColumns;
  readonly #world: World;
  readonly #buffers: readonly Buffer[];
  readonly #drones: Geometry;
  readonly #uniforms: ReturnType<typeof makeUniforms>;
  readonly #light = RenderTexture.create({ width: 1, height: 1, scaleMode: 'linear' });
  readonly #lamps: Container;
  readonly #bodies: Container;
  readonly #scene = new Container();

  static async create(host: HTMLCanvasElement, columns: DroneColumns, world: World) {
    const renderer = new WebGLRenderer();
    await renderer.init({ canvas: host, antialias: false, background: 0x0b0a0d });
    return new Stage(renderer, columns, world);
  }

  private constructor(renderer: WebGLRenderer, columns: DroneColumns, world: World) {
    this.#renderer = renderer;
    this.#columns = columns;
    this.#world = world;
    const names = Object.keys(attributeOf) as Column[];
    const usage = BufferUsage.VERTEX | BufferUsage.COPY_DST;
    this.#buffers = names.map((name) => new Buffer({ data: columns[name], usage }));
    // Points, not instances of a square: drawn without a GPU, each instance is a draw of its own.
    const indexBuffer = Uint32Array.from({ length: columns.capacity }, (_none, at) => at);
    this.#drones = new Geometry({ topology: 'point-list', indexBuffer });
    for (const [at, name] of names.entries()) {
      const buffer = this.#buffers[at]!;
      this.#drones.addAttribute(attributeOf[name], { buffer, format: 'float32' });
    }
    this.#uniforms = makeUniforms(world);
    this.#lamps = this.#mesh(this.#drones, shaders.lampVertex, shaders.lampFragment, 'add');
    const floor = new Geometry({ attributes: { aPosition: square }, indexBuffer: twoTriangles });
    this.#bodies = this.#mesh(this.#drones, shaders.bodyVertex, shaders.bodyFragment, 'add');
    const under = this.#mesh(floor, shaders.floorVertex, shaders.floorFragment, 'none');
    this.#scene.addChild(under, this.#bodies);
    this.upload();
  }

  /** Hands the columns to the GPU: after a patch, not in each frame. */
  upload(): void {
    const { count } = this.#columns;
    this.#drones.indexCount = count;
    this.#bodies.visible = this.#lamps.visible = count > 0; // 0 would mean all of them
    if (count === 0) return;
    for (const buffer of this.#buffers) buffer.update(count * Float32Array.BYTES_PER_ELEMENT);
  }

  /** Fits the canvas and the view to the window. */
  fit(view: View): void {
    const { clientWidth, clientHeight } = this.#renderer.canvas;
    const ratio = Math.min(pixelRatioMax, devicePixelRatio);
    const isSame = view.width === clientWidth && view.height === clientHeight;
    if (isSame && this.#renderer.resolution === ratio) return;
    view.resize(clientWidth, clientHeight);
    this.#renderer.resize(view.width, view.height, ratio);
    this.#light.resize(Math.ceil(view.width * lightShare), Math.ceil(view.height * lightShare));
    this.#uniforms.uniforms.uRatio = ratio;
  }

  /** `share`: of the way to the newest patch. */
  draw(view: View, share: number, seconds: number): void {
    this.fit(view);
    const { uniforms } = this.#uniforms;
    const { width, height } = this.#world;
    uniforms.uCenter[0] = view.x;
    uniforms.uCenter[1] = view.y;
    uniforms.uScreen[0] = view.width;
    uniforms.uScreen[1] = view.height;
    uniforms.uZoom = view.zoom;
    uniforms.uShare = share;
    uniforms.uSeconds = seconds;
    uniforms.uStep = latticeStep(this.#world, view.zoom);
    const apart = Math.sqrt((width * height) / Math.max(1, this.#columns.count)) * view.zoom;
    uniforms.uBody = Math.min(bodyPixelsMax, Math.max(bodyPixelsMin, apart * bodyShare));
    uniforms.uLamp = Math.min(lampPixelsMax, 2 * apart * reachShare * lightShare);
    this.#uniforms.update();
    this.#renderer.render({ container: this.#lamps, target: this.#light, clearColor: 0x000000 });
    this.#renderer.render({ container: this.#scene });
  }

  #mesh(geometry: Geometry, vertex: string, fragment: string, blendMode: 'add' | 'none') {
    const resources = { view: this.#uniforms, uLight: this.#light.source };
    const shader = Shader.from({ gl: { vertex, fragment }, resources });
    const mesh = new Mesh({ geometry, shader });
    mesh.blendMode = blendMode;
    return mesh;
  }
}

/** A power of two of the world's width: the lattice has no seam, and is never too fine to see. */
function latticeStep(world: World, zoom: number): number {
  let step = world.width;
  while ((step / 2) * zoom >= latticePixelsMin) step /= 2;
  return step;
}

function makeUniforms(world: World) {
  const number = { value: 0 as number, type: 'f32' as const };
  const pair = (x: number, y: number) =>
    ({ value: new Float32Array([x, y]), type: 'vec2<f32>' }) as const;
  return new UniformGroup({
    uWorld: pair(world.width, world.height),
    uCenter: pair(0, 0),
    uScreen: pair(1, 1),
    uZoom: number,
    uShare: number,
    uSeconds: number,
    uBody: number,
    uLamp: number,
    uStep: number,
    uRatio: number,
  });
}
