// What the GPU does for each drone, a vertex of its own, and for the floor. Drones glide there,
// from where they were drawn to where the newest patch has them, so a frame costs the page's script
// nothing per drone. Text only.

const glsl = '#version 300 es\nprecision highp float;\n';

/** What all three programs know of the view. Lengths in units, CSS pixels where it says so. */
const view = `
uniform vec2 uWorld;
uniform vec2 uCenter;
uniform vec2 uScreen; // CSS pixels
uniform float uZoom; // CSS pixels per unit
vec2 shortest(vec2 way) { return mod(way + uWorld * 0.5, uWorld) - uWorld * 0.5; }
`;

const drone = `${view}
in float aX;
in float aY;
in float aFromX;
in float aFromY;
in float aTone;
in float aBorn;
uniform float uShare; // of the way to the newest patch
uniform float uSeconds;
const vec3 warm = vec3(1.0, 0.5, 0.1);
const vec3 pale = vec3(0.95, 0.86, 0.76);
const vec3 cool = vec3(0.16, 0.52, 1.0);
out vec3 vColor;

vec2 glide(out vec2 heading) {
  vec2 from = vec2(aFromX, aFromY);
  vec2 way = shortest(vec2(aX, aY) - from);
  float far = length(way);
  heading = far > 0.001 ? way / far : vec2(1.0, 0.0);
  return shortest(from + way * uShare - uCenter) * uZoom;
}

/** Warm where it flies one way, cool where it flies the other; it glows in its own time. */
vec3 glow(vec2 heading) {
  float side = dot(heading, vec2(0.8, -0.6));
  vec3 color = side > 0.0
    ? mix(pale, warm, smoothstep(0.0, 0.55, side))
    : mix(pale, cool, smoothstep(0.0, 0.55, -side));
  float breath = 0.72 + 0.28 * sin(uSeconds * (1.6 + aTone) + aTone * 40.0);
  return color * breath * smoothstep(0.05, 0.9, uSeconds - aBorn);
}

vec4 place(vec2 pixels) {
  return vec4(pixels / uScreen * vec2(2.0, -2.0), 0.0, 1.0);
}
`;

/** A drone itself: a bright head and a fading tail, in a square around both. */
export const bodyVertex = `${glsl}${drone}
uniform float uBody; // CSS pixels, half the head's width
uniform float uRatio; // device pixels per CSS pixel
out vec2 vHeading;
void main() {
  vec2 at = glide(vHeading);
  vColor = glow(vHeading);
  gl_Position = place(at - vHeading * 1.5 * uBody);
  gl_PointSize = 7.4 * uBody * uRatio;
}`;

export const bodyFragment = `${glsl}
in vec2 vHeading;
in vec3 vColor;
out vec4 finalColor;
void main() {
  vec2 away = (gl_PointCoord - 0.5) * 7.4; // in half widths of the head
  float along = dot(away, vHeading) - 1.5;
  float across = dot(away, vec2(-vHeading.y, vHeading.x));
  float head = exp(-(along * along + across * across) * 0.9);
  float narrow = 0.75 + along * 0.08;
  float behind = step(along, 0.0) * smoothstep(-5.0, 0.0, along);
  float tail = behind * exp(-across * across / max(0.02, narrow * narrow * 0.5)) * 0.55;
  vec3 light = vColor * (head + tail) + vec3(0.9) * head * head * max(vColor.r, vColor.b);
  finalColor = vec4(light, 0.0);
}`;

/** The light that a drone sheds on the floor, drawn into a small texture of its own. */
export const lampVertex = `${glsl}${drone}
uniform float uLamp; // the texture's pixels, across
void main() {
  vec2 heading;
  vec2 at = glide(heading);
  vColor = glow(heading);
  gl_Position = place(at);
  gl_PointSize = uLamp;
}`;

export const lampFragment = `${glsl}
in vec3 vColor;
out vec4 finalColor;
void main() {
  float near = max(0.0, 1.0 - 2.0 * length(gl_PointCoord - 0.5));
  finalColor = vec4(vColor * near * near * 0.16, 0.0);
}`;

export const floorVertex = `${glsl}
in vec2 aPosition;
out vec2 vPlace; // 0 … 1 across the screen, upwards
void main() {
  vPlace = aPosition * 0.5 + 0.5;
  gl_Position = vec4(aPosition, 0.0, 1.0);
}`;

/** The dark floor: a lattice of points that are larger and brighter where light falls on them. */
export const floorFragment = `${glsl}${view}
in vec2 vPlace;
out vec4 finalColor;
uniform sampler2D uLight;
uniform float uStep; // of the lattice
uniform float uRatio; // device pixels per CSS pixel
const vec3 dark = vec3(0.043, 0.039, 0.051);
const vec3 dust = vec3(0.635, 0.592, 0.541);
void main() {
  vec2 pixels = (vPlace - 0.5) * uScreen * vec2(1.0, -1.0);
  vec2 cell = fract((uCenter + pixels / uZoom) / uStep + 0.5) - 0.5;
  vec2 away = abs(cell) * uStep * uZoom;
  vec3 light = texture(uLight, vPlace).rgb * 3.4;
  float most = max(0.001, max(light.r, max(light.g, light.b)));
  float bright = 1.0 - exp(-most); // where many lamps meet it is brighter, but of the same hue
  light *= bright / most;
  float size = mix(0.6, 2.4, bright);
  float soft = 0.5 / uRatio;
  float point = 1.0 - smoothstep(size - soft, size + soft, max(away.x, away.y));
  finalColor = vec4(dark + point * (dust * 0.13 + light * 0.9) + light * 0.16, 1.0);
}`;
