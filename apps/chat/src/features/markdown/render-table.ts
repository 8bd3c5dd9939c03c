import type { Token, Tokens } from 'marked';
import { h, type VNode, type VNodeChild } from 'vue';
import type { Columns } from './table-columns.js';
import { directionOf, textsOf, type Direction } from './text-direction.js';

type RenderRow = (cells: readonly Tokens.TableCell[]) => VNodeChild;

/**
 * Turns tables into Vue nodes. Rows of a long one are laid out by themselves: its columns are as wide as its first rows
 * ask for, so that a new row lays out no other, and a browser leaves out what is not in sight. Its elements stand as
 * those of every table do, so that it is copied as one, and roles say what a browser no longer tells from their layout.
 */
export function createTableRenderer(
  renderAll: (tokens: readonly Token[]) => VNodeChild[],
  label: () => string,
) {
  /** A cell stands at its table's side; a text of the other direction reads in its own, with its marks where they belong. */
  const rowOf =
    (tableDirection: Direction, long: boolean): RenderRow =>
    (cells) =>
      h(
        'tr',
        { role: long ? 'row' : undefined },
        cells.map(({ header, align, text, tokens }) => {
          const direction = directionOf([text]) ?? 'ltr';
          const words = renderAll(tokens);
          const role = header ? 'columnheader' : 'cell';
          return h(
            header ? 'th' : 'td',
            { role: long ? role : undefined, 'data-align': align ?? undefined },
            [direction === tableDirection ? words : h('bdi', { dir: direction }, words)],
          );
        }),
      );
  // Made once each: a group of rows is rendered anew when it gets another function.
  const short = { ltr: rowOf('ltr', false), rtl: rowOf('rtl', false) };
  const long = { ltr: rowOf('ltr', true), rtl: rowOf('rtl', true) };
  const directionOfTable = ({ header }: Tokens.Table): Direction =>
    directionOf(textsOf(header)) ?? 'ltr';

  /** What renders a row of a table. */
  const rowsOf = (table: Tokens.Table, isLong: boolean): RenderRow =>
    (isLong ? long : short)[directionOfTable(table)];

  /** A table of these groups of rows; a long one has its columns said. */
  function renderTable(
    table: Tokens.Table,
    bodies: VNode[] = [h('tbody', table.rows.map(rowsOf(table, false)))],
    columns?: Columns,
  ): VNodeChild {
    const head = rowsOf(table, columns !== undefined)(table.header);
    return h(
      'div',
      {
        class: 'table-scroll',
        dir: directionOfTable(table),
        tabindex: 0,
        role: 'region',
        'aria-label': label(),
      },
      [
        h('table', columns ? { class: 'long-table', role: 'table', style: columns } : {}, [
          h('thead', { role: columns && 'rowgroup' }, [head]),
          ...bodies,
        ]),
      ],
    );
  }

  return { rowsOf, renderTable };
}
