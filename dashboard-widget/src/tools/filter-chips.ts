import { html, type TemplateResult } from 'lit';
import { filterText, type Filter } from '../data/filter.ts';
import type { Text } from '../format/text.ts';
import { valueName } from '../format/value-name.ts';
import { icon } from '../parts/icon.ts';

/** The filters in force, each with a button that takes it away. */
export function filterChips(text: Text, filters: readonly Filter[], apply: (filters: readonly Filter[]) => void): TemplateResult {
  const { t } = text;
  return html`
    <ul class="chips" aria-label=${t('filters')}>
      ${filters.map((filter) => {
        const exact = filter.operator.startsWith('is');
        const value = exact ? valueName(text, filter.dimension, filter.value) : filter.value;
        const name = `${t(filter.dimension)}${filter.operator === 'is' ? ':' : ` ${t(filter.operator)}`}`;
        return html`
          <li class="chip">
            <span>${name} <b>${value}</b></span>
            <button aria-label=${t('remove_filter', { filter: `${name} ${value}` })}
              @click=${() => apply(filters.filter((other) => filterText(other) !== filterText(filter)))}>${icon('close')}</button>
          </li>`;
      })}
      ${filters.length > 1 ? html`<li><button class="quiet" @click=${() => apply([])}>${t('clear')}</button></li>` : ''}
    </ul>`;
}
