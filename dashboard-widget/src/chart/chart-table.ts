import { html, type TemplateResult } from 'lit';
import type { Point, Timeseries } from '../../../collector/src/contract/index.ts';
import type { MetricName } from '../data/query.ts';
import { metricValue } from '../format/metric-value.ts';
import type { Text } from '../format/text.ts';

/** The same points as the chart's, as text. */
export function chartTable(text: Text, { points, interval }: Timeseries, previous: readonly Point[], metric: MetricName): TemplateResult {
  const { t, formats } = text;
  const unfinishedAt = points.findIndex((point) => point.partial);
  const begun = unfinishedAt < 0 ? points : points.slice(0, unfinishedAt + 1);
  const value = (point: Point | undefined): string => (point ? metricValue(formats, metric, point[metric]) : '–');
  return html`
    <div class="table" tabindex="0" role="region" aria-label=${t(metric)}>
      <table class="lined">
        <thead><tr>
          <th scope="col">${t(interval)}</th><th scope="col">${t(metric)}</th>
          ${previous.length ? html`<th scope="col">${t('previous')}</th>` : ''}
        </tr></thead>
        <tbody>${begun.map((point, index) => html`
          <tr>
            <th scope="row">${formats.bucket(point.t, interval)}${point.partial ? ` (${t('partial')})` : ''}</th>
            <td>${value(point)}</td>
            ${previous.length ? html`<td>${value(previous[index])}</td>` : ''}
          </tr>`)}
        </tbody>
      </table>
    </div>`;
}
