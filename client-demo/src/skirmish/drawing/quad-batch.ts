// Draws a buffer of pictures with one call of the graphics card: one small square, drawn once for
// each picture. Owns the mesh and its buffers on the card; the quads are whoever's fills them.
import {
  Buffer,
  BufferUsage,
  Geometry,
  GlProgram,
  Mesh,
  Shader,
  type TextureSource,
} from 'pixi.js';
import { QuadBuffer, quadBytes } from './quad-buffer.ts';

const vertex = `#version 300 es
in vec2 aCorner;
in vec2 aMiddle;
in vec4 aAxes;
in vec4 aFrame;
in vec4 aTint;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;
out vec2 vAt;
out vec4 vTint;
void main() {
  vec2 place = aMiddle + aAxes.xy * aCorner.x + aAxes.zw * aCorner.y;
  mat3 toClip = uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix;
  gl_Position = vec4((toClip * vec3(place, 1.0)).xy, 0.0, 1.0);
  vAt = mix(aFrame.xy, aFrame.zw, aCorner * 0.5 + 0.5);
  vTint = aTint;
}`;

const fragment = `#version 300 es
precision mediump float;
in vec2 vAt;
in vec4 vTint;
uniform sampler2D uPictures;
out vec4 color;
void main() {
  color = texture(uPictures, vAt) * vTint;
}`;

export class QuadBatch {
  readonly quads: QuadBuffer;
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #buffer: Buffer;
  readonly #geometry: Geometry;

  constructor(pictures: TextureSource, capacity: number) {
    this.quads = new QuadBuffer(capacity);
    const usage = BufferUsage.VERTEX | BufferUsage.COPY_DST;
    this.#buffer = new Buffer({ data: this.quads.floats, usage, shrinkToFit: false });
    const part = { buffer: this.#buffer, stride: quadBytes, instance: true };
    this.#geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([-1, -1, 1, -1, 1, 1, -1, 1]), format: 'float32x2' },
        aMiddle: { ...part, format: 'float32x2', offset: 0 },
        aAxes: { ...part, format: 'float32x4', offset: 8 },
        aFrame: { ...part, format: 'unorm16x4', offset: 24 },
        aTint: { ...part, format: 'unorm8x4', offset: 32 },
      },
      indexBuffer: new Uint16Array([0, 1, 2, 0, 2, 3]),
      instanceCount: 0,
    });
    const shader = new Shader({
      glProgram: GlProgram.from({ vertex, fragment, name: 'quads' }),
      resources: { uPictures: pictures },
    });
    this.mesh = new Mesh({ geometry: this.#geometry, shader });
  }

  /** Hands what the buffer holds now to the card. */
  upload(): void {
    const { count } = this.quads;
    this.#geometry.instanceCount = count;
    this.mesh.visible = count > 0;
    if (count > 0) this.#buffer.update(count * quadBytes);
  }
}
