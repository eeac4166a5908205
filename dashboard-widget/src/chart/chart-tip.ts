import { html, type TemplateResult } from 'lit';
import type { Point, Timeseries } from '../../../collector/src/contract/index.ts';
import type { MetricName } from '../data/query.ts';
import { metricValue } from '../format/metric-value.ts';
import type { Text } from '../format/text.ts';
import { chartKey } from './chart-key.ts';

/** What the chart says of one point, in words; for the slider's spoken value. */
export function pointWords(text: Text, { interval }: Timeseries, point: Point, before: Point | undefined, metric: MetricName): string {
  const { t, formats } = text;
  const value = (some: Point): string => metricValue(formats, metric, some[metric]);
  return [
    `${formats.bucket(point.t, interval)}: ${value(point)} ${t(metric)}`,
    point.partial ? t('partial') : '',
    before ? `${t('previous')}: ${value(before)}` : '',
  ].filter(Boolean).join(', ');
}

/** The same for the eyes, beside the cursor. */
export function chartTip(text: Text, { interval }: Timeseries, point: Point, before: Point | undefined, metric: MetricName, x: number, width: number): TemplateResult {
  const { t, formats } = text;
  const side = x > width / 2 ? `right:${width - x + 12}px` : `left:${x + 12}px`;
  return html`
    <div class="tip" part="tooltip" aria-hidden="true" .style=${side}>
      <p>${formats.bucket(point.t, interval)}</p>
      <dl>
        <dt>${chartKey('line')}${t(metric)}</dt><dd>${metricValue(formats, metric, point[metric])}</dd>
        ${before ? html`<dt title=${formats.bucket(before.t, interval)}>${chartKey('previous')}${t('previous')}</dt><dd>${metricValue(formats, metric, before[metric])}</dd>` : ''}
      </dl>
      ${point.partial ? html`<p>${t('partial')}</p>` : ''}
    </div>`;
}
