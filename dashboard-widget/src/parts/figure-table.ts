import { html, svg, type TemplateResult } from 'lit';
import type { Cell, Table } from '../data/table.ts';
import { figureText } from '../format/figure-text.ts';
import type { Text } from '../format/text.ts';
import type { MessageKey } from '../strings/messages.ts';

interface Look {
  /** Length of the bar behind a row's name, 0..1; without it rows are told apart by lines. */
  bar?: (row: readonly Cell[]) => number;
  /** Makes names buttons. */
  pick?: (value: string, index: number) => void;
  /** Key of what they do. */
  hint?: MessageKey;
}

/** Figures by name, the same rows as are saved. */
export function figureTable({ formats, t }: Text, { columns, rows }: Table, { bar, pick, hint = 'filter_by' }: Look): TemplateResult {
  return html`
    <table class=${bar ? '' : 'lined'}>
      <thead><tr>${columns.map(({ label, look = '' }, at) => html`<th class=${look} scope="col"><span class=${bar && !at ? 'unseen' : ''}>${label}</span></th>`)}</tr></thead>
      <tbody>${rows.map((row, index) => {
        const [value] = row as [string];
        const name = columns[0]!.text?.(value) ?? value;
        const words = html`<bdi>${name}</bdi>`;
        return html`
          <tr part="row">
            <th scope="row">
              ${bar ? html`<svg class="bar" part="bar" aria-hidden="true">${svg`<rect width="${100 * bar(row)}%" height="100%" rx="5"/>`}</svg>` : ''}
              ${pick ? html`<button class="name" title=${t(hint, { value: name })} @click=${() => pick(value, index)}>${words}</button>` : html`<span class="name">${words}</span>`}
            </th>
            ${columns.slice(1).map(({ kind = 'count', look = '' }, at) => {
              const cell = row[at + 1] ?? '–';
              return html`<td class=${look}>${typeof cell === 'number' ? figureText(formats, kind, cell) : cell}</td>`;
            })}
          </tr>`;
      })}</tbody>
    </table>`;
}
