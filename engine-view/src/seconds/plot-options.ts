/** What all plots of the page have in common. Main thread of the page; owns nothing. */
import type uPlot from 'uplot';
import type { Theme } from '../page/theme.ts';

export const plotHeight = 98;
const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export function axisOf(theme: Theme, more: uPlot.Axis): uPlot.Axis {
  return {
    stroke: theme.tone('ink-2'),
    font,
    gap: 3,
    grid: { stroke: theme.tone('grid'), width: 1, ...(more.filter ? { filter: more.filter } : {}) },
    ticks: { show: false },
    ...more,
  };
}

/** No legend, no cursor that zooms: values are read off the axis, or from the words beside it. */
export const quiet = {
  height: plotHeight,
  padding: [6, 16, 0, 0] as uPlot.Padding,
  legend: { show: false },
  cursor: { drag: { x: false, y: false }, y: false, points: { size: 5 } },
} satisfies Partial<uPlot.Options>;
