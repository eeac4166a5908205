import { html, type TemplateResult } from 'lit';
import type { Text } from '../format/text.ts';
import { chartKey } from './chart-key.ts';
import type { Line } from './line.ts';

/** Says in text what each stroke stands for, and over which days. */
export function chartLegend({ t, formats }: Text, { name, meta, previousMeta, previousName, samples }: Line): TemplateResult {
  return html`
    <span>${chartKey('line')}${name}, ${formats.range(meta.from, meta.to)}</span>
    ${previousMeta ? html`<span>${chartKey('previous')}${previousName}, ${formats.range(previousMeta.from, previousMeta.to)}</span>` : ''}
    ${samples.at(-1)?.partial ? html`<span>${chartKey('unfinished')}${t('partial')}</span>` : ''}`;
}
