/**
 * What a page's tables do in the browser: sort by a column, fold what lies beyond the first rows.
 * Plain JavaScript, run in a reader's browser; test/browser runs it.
 */
export const tableScript = `'use strict';
(() => {
const open = new Set();

function keyOf(row, column) {
  const { textContent, dataset } = row.cells[column];
  return dataset.sort === undefined ? textContent : Number(dataset.sort);
}

function compare(a, b) {
  return typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true });
}

/** Numbers fall first, as the worst is what one looks for; texts rise first. */
function sort(table, head) {
  const column = head.cellIndex;
  const first = head.classList.contains('text') ? 'ascending' : 'descending';
  const other = first === 'ascending' ? 'descending' : 'ascending';
  const order = head.getAttribute('aria-sort') === first ? other : first;
  const sign = order === 'ascending' ? 1 : -1;
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => sign * compare(keyOf(a, column), keyOf(b, column)));
  table.tBodies[0].append(...rows);
  for (const one of table.tHead.rows[0].cells) one.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order);
  fold(table);
}

function fold(table) {
  const shown = open.has(table.id) ? Infinity : Number(table.dataset.shown);
  Array.from(table.tBodies[0].rows).forEach((row, index) => { row.hidden = index >= shown; });
}

for (const table of document.querySelectorAll('table[data-shown]')) {
  for (const head of table.tHead.rows[0].cells) {
    head.querySelector('button').addEventListener('click', () => sort(table, head));
  }
  fold(table);
}

for (const button of document.querySelectorAll('button.fold')) {
  const table = document.getElementById(button.dataset.table);
  const rows = table.tBodies[0].rows.length;
  const write = () => {
    button.textContent = open.has(table.id) ? 'Show fewer' : 'Show all ' + rows;
    button.setAttribute('aria-expanded', String(open.has(table.id)));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (!open.delete(table.id)) open.add(table.id);
    fold(table);
    write();
  });
  write();
}
})();
`;
