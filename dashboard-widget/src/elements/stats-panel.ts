import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Breakdown, Dimension, Meta, Summary } from '../../../collector/src/contract/index.ts';
import { scriptOrigin } from '../client/script-origin.ts';
import { StatsError } from '../client/stats-error.ts';
import { breakdownParams } from '../data/breakdown-params.ts';
import { figureNamed } from '../data/figures.ts';
import { narrow } from '../data/narrow.ts';
import { DEFAULT_QUERY, type Period, type Query } from '../data/query.ts';
import { summaryParams } from '../data/summary-params.ts';
import { changeOf } from '../format/change.ts';
import { rangeText } from '../format/range-text.ts';
import { FirstEventWatch } from '../panel/first-event-watch.ts';
import { PageWatch } from '../panel/page-watch.ts';
import { onShortcut } from '../panel/shortcuts.ts';
import { UrlSync } from '../panel/url-sync.ts';
import { UsageReport } from '../panel/usage-report.ts';
import { filterChips } from '../parts/filter-chips.ts';
import { icon } from '../parts/icon.ts';
import { errorNote } from '../parts/notes.ts';
import { panelFoot } from '../parts/panel-foot.ts';
import { popup } from '../parts/popup.ts';
import { panelStyles } from '../styles/panel-styles.ts';
import { findingText, leaderText } from '../views/finding.ts';
import { viewNamed, type View } from '../views/views.ts';
import { StatsBreakdown } from './stats-breakdown.ts';
import { StatsCard } from './stats-card.ts';
import { StatsChart } from './stats-chart.ts';
import { StatsContext } from './stats-context.ts';

/**
 * The statistics of one site: a finding in words, figures, a chart, tables, a date range and filters.
 *
 * @tag stats-panel
 * @attr view - `portfolio`, `marketing` or `builder`; without one, everything at a glance.
 * @attr period - The range at first: `today`, `7d`, `30d` (the default), `90d` or `12mo`.
 * @attr from - First day of a range of one's own, `YYYY-MM-DD`; with `to`.
 * @attr to - Last day, inclusive.
 * @attr compare - Draws the previous period at first.
 * @attr goal - Names or globs of the events that count as a contact or a conversion, comma-separated; default `contact_submitted,work_enquiry`.
 * @attr sync-url - Keeps range and filters in the page's address, so that links can be shared and the back button works.
 * @attr track-usage - Sends `analytics.dashboard_view`, `analytics.filter_change` and `analytics.export` through the page's `window.track`.
 * @fires {StatsChangeEvent} stats-change - The reader is about to look at something else; cancelable.
 * @fires {StatsExportEvent} stats-export - Figures are about to be saved as a file; cancelable.
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
    view: {}, period: {}, from: {}, to: {}, compare: { type: Boolean }, goal: {},
    syncUrl: { type: Boolean, attribute: 'sync-url' }, trackUsage: { type: Boolean, attribute: 'track-usage' },
  };
  static override styles = [StatsContext.styles, panelStyles];

  declare view: string;
  declare period: Period | '';
  declare from: string;
  declare to: string;
  declare compare: boolean;
  declare goal: string;
  declare syncUrl: boolean;
  declare trackUsage: boolean;

  readonly #summary = this.ask<Summary>('summary', summaryParams);
  readonly #lead = this.ask<Summary>('summary', (query) => {
    const narrowed = narrow(query, figureNamed(this.#view.figures[0]!).events);
    return narrowed && summaryParams(narrowed);
  });
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

  /** Registers the panel and the pieces it is made of, once. */
  static override define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    // Those that give a context first: pieces that are already in the page ask for it when they are defined.
    super.define(tag, registry);
    for (const piece of [StatsContext, StatsCard, StatsChart, StatsBreakdown]) piece.define(piece.tag, registry);
  }

  constructor() {
    super();
    this.view = this.period = this.from = this.to = this.goal = '';
    this.compare = this.syncUrl = this.trackUsage = false;
    for (const Controller of [UrlSync, UsageReport, PageWatch, FirstEventWatch]) new Controller(this);
  }

  /** Whether the site has had no event yet. */
  get waiting(): boolean {
    return this.#summary.data?.metrics.events === 0 && this.#year.data?.metrics.events === 0;
  }

  get #view(): View {
    return viewNamed(this.view);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { context, period, from, to, compare, goal } = this;
    if (!context || !['view', 'period', 'from', 'to', 'compare', 'goal'].some((name) => changed.has(name))) return;
    const range: Partial<Query> = from && to ? { period: '', from, to } : period ? { period } : {};
    context.set({
      ...context.query, ...range,
      ...(changed.has('view') ? { metric: this.#view.figures[0]! } : {}),
      ...(changed.has('compare') ? { compare } : {}),
      ...(goal ? { goal: goal.split(/[\s,]+/).filter(Boolean) } : {}),
      ...(this.syncUrl ? UrlSync.read() : {}),
    });
  }

  protected override render(): TemplateResult {
    const { context, text } = this;
    const { data, error } = this.#summary;
    const query = context?.query ?? DEFAULT_QUERY;
    const { t } = text;
    const site = data?.meta.domain ?? this.site;
    const range = rangeText(text, query);
    return html`
      <section class="panel" aria-label=${t('title', { site })} @keydown=${(event: KeyboardEvent) => onShortcut(event, context)}>
        <header class="head" part="head">
          <p class="site"><slot name="title">${data?.meta.domain ?? html`<span class="skeleton"></span>`}</slot></p>
          ${this.#finding(data?.meta)}
          <div class="tools">
            ${popup(this, { id: 'filter', name: t('filter'), class: 'control', face: html`${icon('filter')}<span>${t('filter')}</span>` },
              ({ filterForm }) => filterForm(text, this.#dimensions, (filter) => context?.ask({ filters: [...query.filters, filter] })))}
            ${popup(this, { id: 'range', name: t('range'), label: `${t('range')}: ${range}`, class: 'control', face: html`${icon('calendar')}<span>${range}</span>${icon('chevron')}` },
              ({ rangeMenu }) => context && rangeMenu(context, data?.meta))}
          </div>
        </header>
        ${filterChips(text, query.filters, (filters) => context?.ask({ filters }))}
        ${data && error ? html`<p class="warning" role="alert">${t('stale')}</p>` : ''}
        ${this.#body(data)}
        ${panelFoot(text, data?.meta, () => context?.refresh())}
        <p class="unseen" role="status">${data && !this.#summary.loading ? `${t('loaded')} ${range}` : ''}</p>
      </section>`;
  }

  #body(data: Summary | undefined): TemplateResult {
    const { context, text } = this;
    const { figures, tables } = this.#view;
    const blocked = !this.site ? new StatsError('no_site') : data ? undefined : this.#summary.error;
    if (blocked) return html`<div class="sheet trouble">${errorNote(text, blocked, () => context?.refresh())}</div>`;
    if (data && this.waiting) return html`<div class="sheet trouble">${this.tools?.waitingNote(text, data.meta, this.src || scriptOrigin())}</div>`;
    return html`
      <div class="sheet" part="sheet">
        <div class="cards n${figures.length}">${figures.map((metric) => html`<stats-card .shared=${context} metric=${metric} data-metric=${metric} exportparts="card,card-name,card-value,card-change"></stats-card>`)}</div>
        <stats-chart .shared=${context} exportparts="chart,svg,line,tooltip"></stats-chart>
      </div>
      <div class="tables">${tables.map((dimensions) => html`<div class="sheet" part="sheet"><stats-breakdown .shared=${context} dimensions=${dimensions} exportparts="breakdown,row,bar"></stats-breakdown></div>`)}</div>`;
  }

  #finding(meta: Meta | undefined): TemplateResult {
    const { text, context } = this;
    const { data, error } = this.#lead;
    if (!data || !meta || !context) return html`<h2 part="finding">${error || !this.site ? text.t('failed') : html`<span class="unseen">${text.t('loading')}</span><span class="skeleton"></span>`}</h2>`;
    const { visitors } = data.metrics;
    const before = data.previous?.metrics.visitors;
    const change = before || (visitors && before === 0) ? changeOf(text, 'count', visitors, before) : undefined;
    const count = text.plural(this.view === 'builder' ? 'count_builders' : 'count_visitors', visitors);
    // All at once, so that a later one does not push an earlier one aside.
    const leaders = this.#leaders.some(({ data: rows, loading }) => loading && !rows) ? [] : this.#leaders.map(({ data: rows }) => (rows ? leaderText(text, rows, visitors) : ''));
    return html`<h2 part="finding">${findingText(text, rangeText(text, context.query), count, change)} <span>${leaders.filter(Boolean).join(' ')}</span></h2>`;
  }

  /** Those of the view's tables, for the filter's list. */
  get #dimensions(): Dimension[] {
    return [...new Set(this.#view.tables.join().split(','))] as Dimension[];
  }
}
