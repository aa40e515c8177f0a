/**
 * The column beside the lanes: a worker's name, what waits on its queue, its share of a core.
 * Main thread of the page; owns the column's elements.
 */

import { make, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { percent, short } from '../page/format-number.ts';
import type { LaneLayout } from './lane-layout.ts';

const roomyHeight = 50;

interface Label {
  readonly root: HTMLElement;
  readonly queued: HTMLElement;
  readonly cpu: HTMLElement;
  readonly gc: HTMLElement;
}

export class LaneLabels {
  readonly #root: HTMLElement;
  #main: Label | undefined;
  #labels: Label[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  layOut(layout: LaneLayout): void {
    if (this.#labels.length !== layout.lanes.length || this.#main === undefined) {
      this.#root.replaceChildren();
      this.#main = this.#make('main');
      this.#labels = layout.lanes.map((_, worker) => this.#make(`worker ${worker}`));
    }
    this.#root.style.height = `${layout.height}px`;
    place(this.#main, layout.mainTop, layout.mainHeight);
    for (const [index, { top, height }] of layout.lanes.entries()) {
      place(this.#labels[index]!, top, height);
    }
  }

  showFrame({ frame }: EngineModel): void {
    for (const { worker, queued, alive } of frame?.lanes ?? []) {
      const label = this.#labels[worker];
      if (label === undefined) continue;
      label.root.classList.toggle('dead', !alive);
      setText(label.queued, alive ? `queue ${queued}` : 'died');
      label.queued.classList.toggle('some', queued > 0);
    }
  }

  showSecond({ second }: EngineModel): void {
    for (const { name, cpu, gcs, gcMs } of second?.threads ?? []) {
      const label = this.#labelOf(name);
      if (label === undefined) continue;
      setText(label.cpu, percent(cpu));
      setText(label.gc, gcs === 0 ? '' : `gc ${short(gcMs)} ms`);
    }
  }

  #labelOf(thread: string): Label | undefined {
    if (thread === 'main') return this.#main;
    return this.#labels[Number(/^worker (\d+)$/.exec(thread)?.[1] ?? -1)];
  }

  #make(name: string): Label {
    const root = make('div', 'label');
    const label: Label = {
      root,
      queued: make('span', 'queued'),
      cpu: make('span', 'cpu'),
      gc: make('span', 'gc'),
    };
    root.append(make('b', '', name), label.cpu, label.queued, label.gc);
    this.#root.append(root);
    return label;
  }
}

function place({ root }: Label, top: number, height: number): void {
  root.style.top = `${top}px`;
  root.style.height = `${height}px`;
  root.classList.toggle('tight', height < roomyHeight);
}
