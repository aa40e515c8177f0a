/** The row of numbers over the lanes: the last second's. Page's main thread; owns its cells. */

import { mainPatience } from '../lanes/lane-scene.ts';
import { severityOf } from '../lanes/visit-shape.ts';
import { make, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { bytes, milliseconds, percent, whole } from '../page/format-number.ts';

interface Figure {
  readonly name: string;
  readonly title: string;
  value(model: EngineModel): string;
  /** 0 as it should be, 1 worth a look, 2 bad. */
  alarm?(model: EngineModel): 0 | 1 | 2;
}

const second = (read: (second: NonNullable<EngineModel['second']>) => string) => {
  return ({ second: last }: EngineModel) => (last === undefined ? '–' : read(last));
};

const figures: readonly Figure[] = [
  {
    name: 'ticks/s',
    title: 'Steps of all rooms in the last second',
    value: second(({ ticks }) => whole(ticks)),
  },
  {
    name: 'steals/s',
    title: 'Ticks that another worker took over',
    value: second(({ steals }) => whole(steals)),
  },
  {
    name: 'late p99, ms',
    title: 'How late 99 of 100 ticks began at most',
    value: second(({ lateness }) => milliseconds(lateness.p99Ms)),
    alarm: ({ second: last }) => severityOf(last?.lateness.p99Ms ?? 0),
  },
  {
    name: 'latest, ms',
    title: 'How late the latest tick began',
    value: second(({ lateness }) => milliseconds(lateness.maxMs)),
    alarm: ({ second: last }) => severityOf(last?.lateness.maxMs ?? 0),
  },
  {
    name: 'dropped steps',
    title: 'Steps that were left out in the last second, as their room was too late',
    value: second(({ droppedSteps }) => whole(droppedSteps)),
    alarm: ({ second: last }) => ((last?.droppedSteps ?? 0) > 0 ? 2 : 0),
  },
  { name: 'rooms', title: 'Rooms on this server', value: ({ rooms }) => whole(rooms.total) },
  {
    name: 'clients',
    title: 'Clients in all rooms',
    value: second(({ clients }) => whole(clients)),
  },
  {
    name: 'out/s',
    title: 'Bytes given to sockets in the last second',
    value: second(({ bytesOut }) => bytes(bytesOut)),
  },
  {
    name: 'main delay, ms',
    title: "How late the main thread's event loop ran, p99",
    value: second(({ mainDelayMs }) => milliseconds(mainDelayMs)),
    alarm: ({ second: last }) => severityOf((last?.mainDelayMs ?? 0) * mainPatience),
  },
  {
    name: 'this view',
    title: 'What this view costs the server, as a share of a core',
    value: second(({ view }) => percent(view.cpu)),
  },
];

export class Figures {
  readonly #cells: readonly { readonly figure: Figure; readonly value: HTMLElement }[];

  constructor(root: HTMLElement) {
    this.#cells = figures.map((figure) => {
      const cell = make('div', 'figure');
      const value = make('dd', '', '–');
      cell.title = figure.title;
      cell.append(make('dt', '', figure.name), value);
      root.append(cell);
      return { figure, value };
    });
  }

  show(model: EngineModel): void {
    for (const { figure, value } of this.#cells) {
      setText(value, figure.value(model));
      value.dataset.alarm = String(figure.alarm?.(model) ?? 0);
    }
  }
}
