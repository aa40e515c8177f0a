/** `window.__engine`: what the page has counted, for a console and for tests. Reads only. */
import type { EngineModel } from './engine-model.ts';

export interface EngineHandle {
  readonly state: {
    readonly frames: number;
    readonly visits: number;
    readonly stolen: number;
    readonly missed: number;
    readonly skipped: number;
    readonly stealing: boolean;
    readonly rooms: number;
    readonly heavyRooms: number;
    readonly latenessP99Ms: number;
    readonly ringBytes: number;
    /** Visits painted, each as often as tiles were brought up to date with it. */
    readonly painted: number;
  };
}

export function exposeHandle(model: EngineModel, painted: () => number): void {
  const handle: EngineHandle = {
    get state() {
      const { counted, visits, frame, rooms, second } = model;
      return {
        frames: counted.frames,
        visits: visits.end,
        stolen: counted.stolen,
        missed: counted.missed,
        skipped: counted.skipped,
        stealing: frame?.stealing !== false,
        rooms: rooms.total,
        heavyRooms: rooms.rooms.filter(({ heavyMs }) => heavyMs > 0).length,
        latenessP99Ms: second?.lateness.p99Ms ?? 0,
        ringBytes: visits.bytes,
        painted: painted(),
      };
    },
  };
  Object.assign(globalThis, { __engine: handle });
}
