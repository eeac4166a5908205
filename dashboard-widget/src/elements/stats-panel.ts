import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Breakdown, Dimension, Meta, Summary } from '../../../collector/src/contract/index.ts';
import { part, type Parts } from '../client/on-demand.ts';
import { scriptOrigin } from '../client/script-origin.ts';
import { StatsError } from '../client/stats-error.ts';
import { parseAgainst } from '../data/against.ts';
import { breakdownParams } from '../data/breakdown-params.ts';
import { figuresOf, type FigureAnswer } from '../data/figure-answer.ts';
import { figureParams } from '../data/figure-params.ts';
import { figureNamed, figureValue, type FigureName, type Figures } from '../data/figures.ts';
import { DEFAULT_QUERY, type Period, type Query } from '../data/query.ts';
import { summaryParams } from '../data/summary-params.ts';
import { changeOf } from '../format/change.ts';
import { rangeText } from '../format/range-text.ts';
import { PageWatch } from '../panel/page-watch.ts';
import { readAddress } from '../panel/read-address.ts';
import { onShortcut } from '../panel/shortcuts.ts';
import { icon } from '../parts/icon.ts';
import { errorNote } from '../parts/notes.ts';
import { panelFoot } from '../parts/panel-foot.ts';
import { popup } from '../parts/popup.ts';
import { panelStyles } from '../styles/panel-styles.ts';
import { findingText, leaderText } from '../views/finding.ts';
import { REPORTS, viewNamed, type View } from '../views/views.ts';
import { StatsBreakdown } from './stats-breakdown.ts';
import { StatsCard } from './stats-card.ts';
import { StatsChart } from './stats-chart.ts';
import { StatsContext } from './stats-context.ts';
import { StatsFunnel } from './stats-funnel.ts';
import { StatsGoals } from './stats-goals.ts';
import type { StatsElement } from './stats-element.ts';
import { StatsLeader } from './stats-leader.ts';

/** Parts of all pieces; a piece exports those that it has. */
const PARTS = 'card,card-name,card-value,card-change,chart,svg,line,tooltip,breakdown,funnel,goals,plans,features,sites,row,bar,step';

/**
 * The statistics of one site: a finding in words, figures, a chart, tables, a date range and filters.
 *
 * @tag stats-panel
 * @attr view - `portfolio`, `marketing` or `builder`; without one, everything at a glance.
 * @attr period - The range at first: `today`, `7d`, `30d` (the default), `90d` or `12mo`.
 * @attr from - First day of a range of one's own, `YYYY-MM-DD`; with `to`.
 * @attr to - Last day, inclusive.
 * @attr compare - Draws at first what is compared with.
 * @attr against - What figures are compared with at first: `previous` (the default), `year`, or two days, `2025-01-01..2025-01-31`. With `~` in front, weekdays meet weekdays.
 * @attr goal - Names or globs of the events that count as a conversion, comma-separated; default: those that meet the site's goals.
 * @attr sync-url - Keeps range and filters in the page's address, so that links can be shared and the back button works.
 * @attr track-usage - Sends `analytics.dashboard_view`, `analytics.filter_change` and `analytics.export` through the page's `window.track`; where there is none, to the collector.
 * @fires {StatsChangeEvent} stats-change - The reader is about to look at something else; cancelable.
 * @fires {StatsExportEvent} stats-export - Figures are about to be saved as a file; cancelable.
 * @fires {StatsSiteEvent} stats-site - The reader is about to look at one of several sites; cancelable.
 * @fires {StatsUsageEvent} stats-usage - The panel was opened, a filter changed or something saved; cancelable.
 * @fires {StatsErrorEvent} stats-error - Figures could not be loaded.
 * @slot title - Replaces the site's name.
 * @csspart head - Finding and tools.
 * @csspart finding - The finding.
 * @csspart sheet - A surface that holds cards and chart, or one table.
 * @csspart filters - The filters in force.
 * @csspart foot - Time zone and last update.
 * @csspart card - A card; its name, figure and change are `card-name`, `card-value`, `card-change`. Likewise the parts of chart and tables.
 * @cssproperty --sp-font - Font family; `inherit` takes the page's.
 * @cssproperty --sp-radius - Radius of surfaces.
 * @cssproperty --sp-accent - Line, choice, focus. Likewise `--sp-ink`, `--sp-muted`, `--sp-line`, `--sp-edge`, `--sp-surface`, `--sp-ground`, `--sp-tint`, `--sp-better`, `--sp-worse`.
 */
export class StatsPanel extends StatsContext {
  static override tag = 'stats-panel';
  static override properties: PropertyDeclarations = {
    view: {}, period: {}, from: {}, to: {}, compare: { type: Boolean }, against: {}, goal: {},
    syncUrl: { type: Boolean, attribute: 'sync-url' }, trackUsage: { type: Boolean, attribute: 'track-usage' }, among: { state: true },
  };
  static override styles = [StatsContext.styles, panelStyles];

  declare view: string;
  declare period: Period | '';
  declare from: string;
  declare to: string;
  declare compare: boolean;
  declare against: string;
  declare goal: string;
  declare syncUrl: boolean;
  declare trackUsage: boolean;
  /** Whether the site was chosen among several. */
  protected declare among: boolean;

  readonly #summary = this.ask<Summary>('summary', summaryParams);
  readonly #lead = this.ask<FigureAnswer>(() => figureNamed(this.#view.lead).at ?? 'summary', (query) => figureParams(query, figureNamed(this.#view.lead)));
  readonly #leaders = [0, 1].map((index) => this.ask<Breakdown>('breakdown', (query) => {
    const dimension = this.#view.leaders[index];
    return dimension && breakdownParams(query, dimension);
  }));
  /** Whether a site that shows nothing has ever had an event. */
  readonly #year = this.ask<Summary>('summary', (query) => {
    const { data, loading } = this.#summary;
    if (loading) return 'hold';
    return data?.metrics.events === 0 && !query.filters.length ? summaryParams({ ...query, period: '12mo' }) : undefined;
  });

  readonly #pieces = new Map<string, StatsElement>();

  /** Registers the panel and the pieces it is made of, once. */
  static override define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    // Those that give a context first: pieces that are already in the page ask for it when they are defined.
    super.define(tag, registry);
    for (const piece of [StatsContext, StatsCard, StatsLeader, StatsChart, StatsBreakdown, StatsFunnel, StatsGoals]) piece.define(piece.tag, registry);
  }

  constructor() {
    super();
    this.view = this.period = this.from = this.to = this.against = this.goal = '';
    this.compare = this.syncUrl = this.trackUsage = this.among = false;
    new PageWatch(this);
  }

  protected override equip({ attach }: Parts['tools']): void {
    attach(this);
  }

  /** Whether the site has had no event yet. */
  get waiting(): boolean {
    const { data, error } = this.#year;
    return this.#summary.data?.metrics.events === 0 && (data?.metrics.events === 0 || error?.code === 'forbidden_by_plan');
  }

  get #several(): boolean {
    return this.site === 'all';
  }

  get #view(): View {
    return viewNamed(this.#several ? 'all' : this.view);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const kind = this.#several ? 'sites' : this.view;
    // For few readers, and so in parts of their own.
    if (kind === 'sites' || kind === 'builder') part(kind).then((pieces) => pieces.forEach((piece) => piece.define()), () => {});
    // After the figures, which come first.
    if (this.#summary.data && (this.syncUrl || this.trackUsage)) void this.tools;
    const { context, period, from, to, compare, against, goal } = this;
    if (!context || !['view', 'period', 'from', 'to', 'compare', 'against', 'goal'].some((name) => changed.has(name))) return;
    const range: Partial<Query> = from && to ? { period: '', from, to } : period ? { period } : {};
    context.set({
      ...context.query, ...range,
      ...(changed.has('view') ? { metric: this.#view.cards[0] as FigureName } : {}),
      ...(changed.has('compare') ? { compare } : {}),
      ...(against ? { against: parseAgainst(against) } : {}),
      ...(goal ? { goal: goal.split(/[\s,]+/).filter(Boolean) } : {}),
      ...(this.syncUrl ? readAddress() : {}),
    });
  }

  protected override render(): TemplateResult {
    const { context, text } = this;
    const { data, error } = this.#summary;
    const query = context?.query ?? DEFAULT_QUERY;
    const { t } = text;
    const site = this.#several ? t('all_sites') : data?.meta.domain ?? this.site;
    const range = rangeText(text, query);
    const blocked = !this.site ? new StatsError('no_site') : data && error?.code !== 'forbidden_by_plan' ? undefined : error;
    return html`
      <section class="panel" aria-label=${t('title', { site })} @keydown=${(event: KeyboardEvent) => onShortcut(event, context)}>
        <header class="head" part="head">
          <p class="site">${this.among ? html`<button class="quiet" @click=${() => this.#open('all')}>${t('all_sites')}</button>` : ''}<slot name="title">${this.#several ? t('all_sites') : data?.meta.domain ?? (blocked ? this.site : html`<span class="skeleton"></span>`)}</slot></p>
          ${this.#finding(data?.meta)}
          <div class="tools">
            ${popup(this, { id: 'filter', name: t('filter'), class: 'control', face: html`${icon('filter')}<span>${t('filter')}</span>` },
              ({ filterForm }) => context && filterForm(context, this.#dimensions))}
            ${popup(this, { id: 'range', name: t('range'), label: `${t('range')}: ${range}`, class: 'control', face: html`${icon('calendar')}<span>${range}</span>${icon('chevron')}` },
              ({ rangeMenu }) => context && rangeMenu(context, data?.meta))}
            ${this.syncUrl || context?.access?.may.manage ? popup(this, { id: 'share', name: t('share_panel'), class: 'control late', face: icon('share') }, ({ shareMenu }) => context && shareMenu(context, this)) : ''}
          </div>
        </header>
        ${query.filters.length ? html`<div class="filters" part="filters">${this.tools?.filterChips(text, query.filters, (filters) => context?.ask({ filters }))}</div>` : ''}
        ${data && error ? html`<p class="warning" role="alert">${t('stale')}</p>` : ''}
        ${this.#body(data, blocked)}
        ${panelFoot(text, data?.meta, Boolean(blocked), () => context?.refresh())}
        <p class="unseen" role="status">${data && !this.#summary.loading ? `${t('loaded')} ${range}` : ''}</p>
      </section>`;
  }

  /** @param blocked why nothing at all can be shown */
  #body(data: Summary | undefined, blocked: StatsError | undefined): TemplateResult {
    const { text } = this;
    const { cards, tables } = this.#view;
    if (blocked) return html`<div class="sheet trouble">${errorNote(this, blocked, false)}</div>`;
    if (data && this.waiting) return html`<div class="sheet trouble">${this.tools?.waitingNote(text, data.meta, this.src || scriptOrigin())}</div>`;
    return html`
      <div class="sheet" part="sheet">
        <div class="cards n${cards.length}">${cards.map((card) => card.startsWith('lead_') ? this.#piece('leader', 'dimension', card.slice(5)) : this.#piece('card', 'metric', card))}</div>
        ${this.#piece('chart')}
      </div>
      <div class="tables">${tables.map((name) => html`<div class="sheet ${name === 'sites' ? 'wide' : ''}" part="sheet">${REPORTS.includes(name) ? this.#piece(name) : this.#piece('breakdown', 'dimensions', name)}</div>`)}</div>`;
  }

  /** Made once, so that what a reader chose in it stays. */
  #piece(kind: string, attribute = 'exportparts', value = PARTS): StatsElement {
    const key = kind + value;
    let piece = this.#pieces.get(key);
    if (!piece) {
      piece = document.createElement(`stats-${kind}`) as StatsElement;
      this.#pieces.set(key, piece);
      piece.setAttribute('exportparts', PARTS);
      piece.setAttribute(attribute, value);
    }
    return Object.assign(piece, { shared: this.context, open: this.#open });
  }

  /** One of several sites, or all of them again. */
  readonly #open = (site: string): void => {
    const { context } = this;
    this.among = site !== 'all';
    this.site = site;
    context?.set({ ...context.query, filters: context.query.filters.filter(({ dimension }) => dimension !== 'plan' && dimension !== 'owner') });
  };

  #finding(meta: Meta | undefined): TemplateResult {
    const { text, context } = this;
    const { data, error } = this.#lead;
    if (!data || !meta || !context) return html`<h2 part="finding">${error || !this.site ? text.t('failed') : html`<span class="unseen">${text.t('loading')}</span><span class="skeleton"></span>`}</h2>`;
    const { lead } = this.#view;
    const figure = figureNamed(lead);
    const read = (figures: Figures | undefined): number | undefined => figures && figureValue(figure, figures);
    const visitors = read(figuresOf(figure, data)) ?? 0;
    const before = read(data.previous && figuresOf(figure, data.previous));
    const change = before || (visitors && before === 0) ? changeOf(text, 'count', visitors, before, context.query.against) : undefined;
    const count = text.plural(lead === 'builders' ? 'count_builders' : 'count_visitors', visitors);
    // All at once, so that a later one does not push an earlier one aside.
    const leaders = this.#leaders.some(({ data: rows, loading }) => loading && !rows) ? [] : this.#leaders.map(({ data: rows }) => (rows ? leaderText(text, rows, visitors) : ''));
    return html`<h2 part="finding">${findingText(text, rangeText(text, context.query), count, change)} <span>${leaders.filter(Boolean).join(' ')}</span></h2>`;
  }

  /** Those of the view's tables, for the filter's list. */
  get #dimensions(): Dimension[] {
    return [...new Set(this.#view.tables.join().split(','))].filter((name) => !REPORTS.includes(name)) as Dimension[];
  }
}
