/** The card beside the pointer: which visit that is. Main thread of the page; owns its element. */

import { make } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { duration } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';
import { roomColor } from './room-colors.ts';
import { severityOf } from './visit-shape.ts';

const offset = 14;

export class VisitCard {
  readonly #root: HTMLElement;
  readonly #model: EngineModel;
  readonly #theme: Theme;

  constructor(root: HTMLElement, model: EngineModel, theme: Theme) {
    this.#root = root;
    this.#model = model;
    this.#theme = theme;
  }

  hide(): void {
    this.#root.hidden = true;
  }

  /** `x` and `y` are the pointer's, in the card's parent, which is `width` wide. */
  show(sequence: number, x: number, y: number, width: number): void {
    const { visits } = this.#model;
    const at = visits.at(sequence);
    const index = visits.room[at]!;
    const room = this.#model.roomAt(index);
    const title = make('b', 'title');
    const swatch = make('i', 'swatch');
    swatch.style.background = roomColor(index, this.#theme.scheme);
    title.append(swatch, room === undefined ? `room ${index}` : `${room.game} ${room.id}`);
    const latenessMs = visits.latenessMs[at]!;
    const late =
      latenessMs < 0 ? line('took in', 'records only') : line('late by', duration(latenessMs));
    late.classList.add(['in-time', 'late', 'very-late'][severityOf(latenessMs)]!);
    const from = visits.stolenFrom[at]!;
    this.#root.replaceChildren(
      title,
      line('ran for', duration(visits.durationMs[at]!)),
      late,
      line('on', `worker ${visits.lane[at]}`),
      ...(from >= 0 ? [line('stolen from', `worker ${from}`)] : []),
      ...(room !== undefined && room.heavyMs > 0 ? [line('made heavy', `${room.heavyMs} ms`)] : []),
    );
    this.#root.hidden = false;
    const isRight = x > width / 2;
    this.#root.style.left = isRight ? '' : `${x + offset}px`;
    this.#root.style.right = isRight ? `${width - x + offset}px` : '';
    this.#root.style.top = `${y + offset}px`;
  }
}

function line(name: string, value: string): HTMLElement {
  const row = make('div', 'line');
  row.append(make('span', '', name), make('span', '', value));
  return row;
}
