import { LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Comparison, Meta } from '../../../../collector/src/contract/index.ts';
import type { Against } from '../../data/against.ts';
import type { DataContext } from '../../data/data-context.ts';
import { addDays } from '../../data/days.ts';
import type { Query } from '../../data/query.ts';
import { againstName } from '../../format/against-text.ts';
import { PERIOD_KEYS } from '../../panel/shortcuts.ts';
import { base } from '../../styles/base.ts';
import { theme } from '../../styles/theme.ts';
import { StatsCalendar, type RangeEvent } from '../calendar/stats-calendar.ts';
import { toolsStyles } from '../tools-styles.ts';
import { presets, type Preset } from './presets.ts';
import { rangeStyles } from './range-styles.ts';
import { siteToday } from './site-today.ts';

/** Days in the longest range that the collector answers. */
const MOST_DAYS = 3_660;

const COMPARISONS: readonly Comparison[] = ['previous', 'year', 'custom'];

/** Presets, a calendar and two fields for a range of one's own. Inside the panel's popover only. */
export class StatsRange extends LitElement {
  static override properties: PropertyDeclarations = {
    context: { attribute: false }, meta: { attribute: false }, from: { state: true }, to: { state: true }, by: { state: true },
  };
  static override styles = [theme, base, toolsStyles, rangeStyles];

  declare context: DataContext;
  declare meta: Meta | undefined;
  /** The range that is being chosen; `to` is empty while only one day is. */
  protected declare from: string;
  protected declare to: string;
  /** What is compared with, as far as it has been chosen. */
  protected declare by: Comparison;
  protected declare other: { from: string; to: string };

  static define(): void {
    if (!customElements.get('stats-range')) customElements.define('stats-range', StatsRange);
    if (!customElements.get(StatsCalendar.tag)) customElements.define(StatsCalendar.tag, StatsCalendar);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    const { query } = this.context;
    this.by = query.against.by;
    this.other = query.against;
    const today = siteToday(this.meta);
    const preset = presets(today).find(({ change }) => change.period && change.period === query.period);
    [this.from, this.to] = preset ? [preset.first, today] : [query.from, query.to];
  }

  protected override render(): TemplateResult {
    const { from, to, context } = this;
    const { text: { t } } = context;
    const today = siteToday(this.meta);
    const least = addDays(today, 1 - (context.access?.allows.history_days ?? MOST_DAYS));
    return html`
      <div class="presets">${presets(today).map((preset) => this.#preset(preset, least))}</div>
      <form @submit=${this.#apply}>
        <stats-calendar .text=${context.text} .from=${from} .to=${to} .least=${least} .most=${today} @range=${this.#onRange}></stats-calendar>
        <div class="days">
          <label>${t('from')}<input type="date" required min=${least} max=${today} .value=${from} @change=${(event: Event) => (this.from = (event.target as HTMLInputElement).value)}></label>
          <label>${t('to')}<input type="date" required min=${least} max=${today} .value=${to} @change=${(event: Event) => (this.to = (event.target as HTMLInputElement).value)}></label>
        </div>
        <button class="control">${t('apply')}</button>
      </form>
      ${this.#comparison(least, today)}`;
  }

  #preset({ name, change, first }: Preset, least: string): TemplateResult {
    const { context } = this;
    const { query, text: { t } } = context;
    const key = change.period && PERIOD_KEYS[change.period];
    const chosen = change.period ? change.period === query.period : !query.period && change.from === query.from && change.to === query.to;
    return html`
      <button class="item" aria-pressed=${chosen} aria-keyshortcuts=${key || nothing} ?disabled=${first < least} @click=${() => this.#ask(change)}>
        ${t(name)}${key ? html`<kbd aria-hidden="true">${key}</kbd>` : ''}
      </button>`;
  }

  /** Takes effect at once; the range stays. */
  #comparison(least: string, today: string): TemplateResult {
    const { text: { t }, query: { against } } = this.context;
    const choose = (change: Partial<Against>): void => this.context.ask({ compare: true, against: { ...against, ...change } });
    const day = (name: 'from' | 'to'): TemplateResult => html`
      <label>${t(name)}<input type="date" min=${least} max=${today} .value=${against[name]} @change=${(event: Event) => this.#otherDay(name, (event.target as HTMLInputElement).value)}></label>`;
    return html`
      <fieldset class="against">
        <legend>${t('compare_with')}</legend>
        ${COMPARISONS.map((by) => html`
          <label class="pick"><input type="radio" name="against" ?checked=${this.by === by} @change=${() => {
            this.by = by;
            if (by !== 'custom') choose({ by, from: '', to: '' });
          }}>${t(againstName({ by }))}</label>`)}
        ${this.by === 'custom' ? html`<div class="days">${day('from')}${day('to')}</div>` : ''}
        <label class="pick"><input type="checkbox" .checked=${against.weekday} @change=${(event: Event) => choose({ weekday: (event.target as HTMLInputElement).checked })}>${t('match_weekday')}</label>
      </fieldset>`;
  }

  /** Once both days are there. */
  #otherDay(name: 'from' | 'to', day: string): void {
    this.other = { ...this.other, [name]: day };
    const [from, to] = [this.other.from, this.other.to].sort() as [string, string];
    if (from) this.context.ask({ compare: true, against: { ...this.context.query.against, by: 'custom', from, to } });
  }

  readonly #onRange = ({ from, to }: RangeEvent): void => {
    this.from = from;
    this.to = to;
  };

  readonly #apply = (event: Event): void => {
    event.preventDefault();
    const [from, to] = [this.from, this.to].sort() as [string, string];
    this.#ask({ period: '', from, to });
  };

  #ask(change: Partial<Query>): void {
    this.dispatchEvent(new Event('stats-done'));
    this.context.ask({ interval: '', ...change });
  }
}
