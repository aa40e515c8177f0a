// Bytes that the page's sockets have carried, counted as they arrive and leave. Written by wire.ts
// alone, read by the plots.

export interface Traffic {
  bytesIn: number;
  bytesOut: number;
  /** Of `bytesIn`: states and patches. */
  patchBytes: number;
  patches: number;
}

export const traffic: Traffic = { bytesIn: 0, bytesOut: 0, patchBytes: 0, patches: 0 };

// A frame's first byte: its kind in the lower five bits, marks above them. Colyseus 0.18.
const kindMask = 0x1f;
const fullState = 14;
const patch = 15;

export function countIn(data: unknown): void {
  if (!(data instanceof ArrayBuffer)) return;
  traffic.bytesIn += data.byteLength;
  const kind = (new Uint8Array(data, 0, Math.min(1, data.byteLength))[0] ?? 0) & kindMask;
  if (kind !== fullState && kind !== patch) return;
  traffic.patchBytes += data.byteLength;
  traffic.patches += 1;
}

export function countOut(bytes: number): void {
  traffic.bytesOut += bytes;
}
