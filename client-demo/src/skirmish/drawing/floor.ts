// The floor: one shader that draws the lattice's marks, each as large and as bright as the light at
// its point, and a haze of light between them. Owns the mesh and both textures on the card.
import { BufferImageSource, Geometry, GlProgram, Mesh, Shader, UniformGroup } from 'pixi.js';
import type { Camera } from './camera.ts';
import { makeFloorPlan } from './floor-plan.ts';
import type { LightMap } from './light-map.ts';

const vertex = `#version 300 es
in vec2 aCorner;
uniform vec4 uView;
uniform vec2 uCamera;
out vec2 vPlace;
out vec2 vAside;
void main() {
  gl_Position = vec4(aCorner.x, -aCorner.y, 0.0, 1.0);
  vPlace = uCamera + aCorner * 0.5 * uView.xy / uView.z;
  vAside = aCorner;
}`;

// uView: the view's width and height in CSS pixels, CSS pixels a unit, device pixels a CSS pixel.
const fragment = `#version 300 es
precision highp float;
in vec2 vPlace;
in vec2 vAside;
uniform vec4 uView;
uniform vec4 uLattice; // units between points, numbers of points
uniform sampler2D uLight;
uniform sampler2D uPlan;
out vec4 color;
const vec3 dark = vec3(0.043, 0.039, 0.051);
const vec3 dust = vec3(0.635, 0.592, 0.541);
void main() {
  vec2 steps = vPlace / uLattice.xy;
  vec2 cell = floor(steps + 0.5);
  ivec2 point = ivec2(mod(cell, uLattice.zw));
  vec2 off = (steps - cell) * uLattice.xy;
  vec3 light = texelFetch(uLight, point, 0).rgb;
  vec4 mark = texelFetch(uPlan, point, 0);
  vec3 haze = texture(uLight, (steps + 0.5) / uLattice.zw).rgb;
  vec2 along = (mark.xy * 255.0 - 128.0) / 127.0;
  float reach = (mark.w * 255.0 - 128.0) / 127.0 * 20.0;
  float bright = max(light.r, max(light.g, light.b));
  float size = 0.66 + 2.45 * bright;
  vec2 corner = abs(off) - size;
  float stud = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0);
  // A wall is a line through its point's square; those of neighbours join.
  float wall = abs(dot(off, vec2(-along.y, along.x)) - reach) - size * 0.72;
  float away = mix(stud, wall, mark.z);
  float cover = clamp(0.5 - away * uView.z * uView.w, 0.0, 1.0);
  vec3 rest = dust * (0.36 + 0.04 * mark.z);
  float edge = 1.0 - 0.3 * dot(vAside, vAside) * 0.5;
  vec3 ground = dark + haze * (0.03 + 0.11 * haze);
  color = vec4(mix(ground, rest + light * 0.94, cover) * edge, 1.0);
}`;

export class Floor {
  readonly mesh: Mesh<Geometry, Shader>;
  readonly #light: BufferImageSource;
  readonly #plan: BufferImageSource;
  readonly #view: UniformGroup<{
    uView: { value: Float32Array; type: 'vec4<f32>' };
    uCamera: { value: Float32Array; type: 'vec2<f32>' };
    uLattice: { value: Float32Array; type: 'vec4<f32>' };
  }>;

  constructor(map: LightMap) {
    const { columns, rows, stepX, stepY, texels } = map;
    const shape = { width: columns, height: rows, format: 'rgba8unorm' } as const;
    const wrapped = { addressMode: 'repeat', alphaMode: 'no-premultiply-alpha' } as const;
    this.#light = new BufferImageSource({
      ...{ ...shape, ...wrapped, scaleMode: 'linear' },
      resource: texels,
    });
    const { marks } = makeFloorPlan(columns, rows, stepX, stepY);
    this.#plan = new BufferImageSource({
      ...{ ...shape, ...wrapped, scaleMode: 'nearest' },
      resource: marks,
    });
    this.#view = new UniformGroup({
      uView: { value: new Float32Array(4), type: 'vec4<f32>' },
      uCamera: { value: new Float32Array(2), type: 'vec2<f32>' },
      uLattice: { value: new Float32Array([stepX, stepY, columns, rows]), type: 'vec4<f32>' },
    });
    const geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([-1, -1, 1, -1, 1, 1, -1, 1]), format: 'float32x2' },
      },
      indexBuffer: new Uint16Array([0, 1, 2, 0, 2, 3]),
    });
    const shader = new Shader({
      glProgram: GlProgram.from({ vertex, fragment, name: 'floor' }),
      resources: { uLight: this.#light, uPlan: this.#plan, view: this.#view },
    });
    this.mesh = new Mesh({ geometry, shader });
  }

  /** Takes over the light as it is developed now, and where the camera is. */
  update(camera: Camera, ratio: number): void {
    this.#light.update();
    const { uView, uCamera } = this.#view.uniforms;
    uView[0] = camera.width;
    uView[1] = camera.height;
    uView[2] = camera.zoom;
    uView[3] = ratio;
    uCamera[0] = camera.x - camera.kickX / camera.zoom;
    uCamera[1] = camera.y - camera.kickY / camera.zoom;
    this.#view.update();
  }

  destroy(): void {
    this.mesh.shader?.destroy();
    this.mesh.geometry.destroy();
    this.mesh.destroy();
    this.#light.destroy();
    this.#plan.destroy();
  }
}
