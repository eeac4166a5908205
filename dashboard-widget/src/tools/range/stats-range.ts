import { LitElement, html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Meta } from '../../../../collector/src/contract/index.ts';
import type { DataContext } from '../../data/data-context.ts';
import { addDays } from '../../data/days.ts';
import type { Query } from '../../data/query.ts';
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

/** Presets, a calendar and two fields for a range of one's own. Inside the panel's popover only. */
export class StatsRange extends LitElement {
  static override properties: PropertyDeclarations = {
    context: { attribute: false }, meta: { attribute: false }, from: { state: true }, to: { state: true },
  };
  static override styles = [theme, base, toolsStyles, rangeStyles];

  declare context: DataContext;
  declare meta: Meta | undefined;
  /** The range that is being chosen; `to` is empty while only one day is. */
  protected declare from: string;
  protected declare to: string;

  static define(): void {
    if (!customElements.get('stats-range')) customElements.define('stats-range', StatsRange);
    if (!customElements.get(StatsCalendar.tag)) customElements.define(StatsCalendar.tag, StatsCalendar);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    const { query } = this.context;
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
      </form>`;
  }

  #preset({ name, change, first }: Preset, least: string): TemplateResult {
    const { context } = this;
    const { query, text: { t } } = context;
    const key = change.period && PERIOD_KEYS[change.period];
    const chosen = change.period ? change.period === query.period : !query.period && change.from === query.from && change.to === query.to;
    return html`
      <button class="item" aria-pressed=${chosen} ?disabled=${first < least} @click=${() => this.#ask(change)}>
        ${t(name)}${key ? html`<kbd aria-hidden="true">${key}</kbd>` : ''}
      </button>`;
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
