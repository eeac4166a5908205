import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import { PERIODS, type Query } from '../data/query.ts';
import type { Text } from '../format/text.ts';
import { PERIOD_KEYS } from '../panel/shortcuts.ts';
import { closePopover } from './close-popover.ts';

/** Presets and two dates. */
export function rangeMenu({ t }: Text, query: Query, meta: Meta | undefined, ask: (change: Partial<Query>) => void): TemplateResult {
  const choose = (event: Event, change: Partial<Query>): void => {
    closePopover(event);
    ask({ interval: '', ...change });
  };
  const custom = (event: SubmitEvent): void => {
    event.preventDefault();
    const [from, to] = [...(event.target as HTMLFormElement).querySelectorAll('input')].map((field) => field.value).sort();
    choose(event, { period: '', from, to });
  };
  return html`
    <div class="menu">
      ${PERIODS.map((period) => html`
        <button class="item" aria-pressed=${period === query.period} aria-keyshortcuts=${PERIOD_KEYS[period]} @click=${(event: Event) => choose(event, { period })}>
          ${t(`period_${period}`)}<kbd aria-hidden="true">${PERIOD_KEYS[period]}</kbd>
        </button>`)}
      <form @submit=${custom}>
        <label>${t('from')}<input type="date" name="from" required .value=${query.from || meta?.from || ''}></label>
        <label>${t('to')}<input type="date" name="to" required .value=${query.to || meta?.to || ''}></label>
        <button class="control">${t('apply')}</button>
      </form>
    </div>`;
}
