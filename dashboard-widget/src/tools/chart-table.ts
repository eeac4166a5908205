import { html, type TemplateResult } from 'lit';
import type { Text } from '../format/text.ts';
import type { Line } from '../chart/line.ts';

/** The same points as the chart's, as text. */
export function chartTable({ t }: Text, { samples, previous, previousName, interval, name, text, bucket }: Line): TemplateResult {
  return html`
    <div class="table" tabindex="0" role="region" aria-label=${name}>
      <table class="lined">
        <thead><tr>
          <th scope="col">${t(interval)}</th><th scope="col">${name}</th>
          ${previous.length ? html`<th scope="col">${previousName}</th>` : ''}
        </tr></thead>
        <tbody>${samples.map((sample, index) => html`
          <tr>
            <th scope="row">${bucket(sample)}${sample.partial ? ` (${t('partial')})` : ''}</th>
            <td>${text(sample.value)}</td>
            ${previous.length ? html`<td>${previous[index] ? text(previous[index].value) : '–'}</td>` : ''}
          </tr>`)}
        </tbody>
      </table>
    </div>`;
}
