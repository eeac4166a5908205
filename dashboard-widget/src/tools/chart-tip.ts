import { html, type TemplateResult } from 'lit';
import type { Text } from '../format/text.ts';
import { chartKey } from '../chart/chart-key.ts';
import type { Line } from '../chart/line.ts';

/** What the chart says of one point, beside the cursor; screen readers are told by the slider. */
export function chartTip({ t }: Text, { samples, previous, name, text, bucket }: Line, index: number, x: number, width: number): TemplateResult | string {
  const sample = samples[index];
  if (!sample) return '';
  const before = previous[index];
  const side = x > width / 2 ? `right:${width - x + 12}px` : `left:${x + 12}px`;
  return html`
    <div class="tip" part="tooltip" aria-hidden="true" .style=${side}>
      <p>${bucket(sample)}</p>
      <dl>
        <dt>${chartKey('line')}${name}</dt><dd>${text(sample.value)}</dd>
        ${before ? html`<dt>${chartKey('previous')}${bucket(before)}</dt><dd>${text(before.value)}</dd>` : ''}
      </dl>
      ${sample.partial ? html`<p>${t('partial')}</p>` : ''}
    </div>`;
}
