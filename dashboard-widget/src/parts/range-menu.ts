import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import { PERIODS, type Query } from '../data/query.ts';
import { rangeText } from '../format/range-text.ts';
import type { Text } from '../format/text.ts';
import { PERIOD_KEYS } from '../panel/shortcuts.ts';
import { icon } from './icon.ts';
import { placePopover } from './place-popover.ts';

/** The button that names the range, and what it opens: presets and two dates. */
export function rangeMenu(text: Text, query: Query, meta: Meta | undefined, ask: (change: Partial<Query>) => void): TemplateResult {
  const { t } = text;
  const label = rangeText(text, query);
  const choose = (event: Event, change: Partial<Query>): void => {
    (event.target as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
    ask({ interval: '', ...change });
  };
  const custom = (event: SubmitEvent): void => {
    event.preventDefault();
    const [from, to] = [...(event.target as HTMLFormElement).querySelectorAll('input')].map((field) => field.value).sort();
    choose(event, { period: '', from, to });
  };
  return html`
    <button class="control" popovertarget="range" aria-label="${t('range')}: ${label}">${icon('calendar')}<span>${label}</span>${icon('chevron')}</button>
    <div id="range" class="menu" popover role="dialog" aria-label=${t('range')} @beforetoggle=${placePopover}>
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
