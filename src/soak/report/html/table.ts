/**
 * A table that the page's script can sort, with what lies beyond its first fifty rows folded away.
 * Without a script it is all there. Thread-neutral; owns nothing.
 */
import { html, type Markup, nothing } from './escape.ts';

export interface Cell {
  readonly text: string;
  /** What a number is sorted by; text is sorted as it reads. */
  readonly sort?: number;
  readonly isBad?: boolean;
}

export interface Column {
  readonly head: string;
  readonly isText?: boolean;
}

export interface Table {
  readonly id: string;
  readonly columns: readonly Column[];
  /** In the order in which they are shown first: the worst first. */
  readonly rows: readonly (readonly Cell[])[];
  /** Of which column that is, from above. */
  readonly sortedBy?: number;
}

const rowsShownMax = 50;

export function formatTable({ id, columns, rows, sortedBy }: Table): Markup {
  const isFolded = rows.length > rowsShownMax;
  return html`<div class="wide" role="region" tabindex="0" aria-label="${id}">
<table id="${id}" data-shown="${rowsShownMax}"><thead><tr>
${columns.map((column, index) => head(column, index === sortedBy))}
</tr></thead><tbody>${rows.map((row) => formatRow(row, columns))}</tbody></table></div>
${isFolded ? fold(id, rows.length) : nothing}`;
}

export function number(value: number | null | undefined, text: (value: number) => string): Cell {
  return value === null || value === undefined
    ? { text: '–', sort: -1 }
    : { text: text(value), sort: value };
}

export function text(words: string): Cell {
  return { text: words };
}

function head({ head: words, isText }: Column, isSorted: boolean): Markup {
  const kind = isText ? 'text' : 'number';
  const sorted = isSorted ? html` aria-sort="descending"` : nothing;
  const button = html`<button type="button">${words}</button>`;
  return html`<th scope="col" class="${kind}"${sorted}>${button}</th>`;
}

function formatRow(row: readonly Cell[], columns: readonly Column[]): Markup {
  const cells = row.map((cell, index) => formatCell(cell, columns[index]?.isText === true));
  return html`<tr>${cells}</tr>
`;
}

function formatCell({ text: words, sort, isBad }: Cell, isText: boolean): Markup {
  const kind = `${isText ? 'text' : 'number'}${isBad ? ' bad' : ''}`;
  const by = sort === undefined ? nothing : html` data-sort="${sort}"`;
  return html`<td class="${kind}"${by}>${words}</td>`;
}

function fold(id: string, rows: number): Markup {
  return html`<button type="button" class="fold" data-table="${id}" hidden>
Show all ${rows}</button>`;
}
