import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { Meta, Summary } from '../../../collector/src/contract/index.ts';
import { StatsError } from '../client/stats-error.ts';
import { ContextRequest } from '../data/context-request.ts';
import { DEFAULT_QUERY, type MetricName } from '../data/query.ts';
import { summaryParams } from '../data/summary-params.ts';
import { metricValue } from '../format/metric-value.ts';
import { updatedText } from '../format/updated-text.ts';
import { filterChips } from '../parts/filter-chips.ts';
import { icon } from '../parts/icon.ts';
import { errorNote } from '../parts/notes.ts';
import { rangeMenu } from '../parts/range-menu.ts';
import { panelStyles } from '../styles/panel-styles.ts';
import { StatsBreakdown } from './stats-breakdown.ts';
import { StatsCard } from './stats-card.ts';
import { StatsChart } from './stats-chart.ts';
import { StatsElement } from './stats-element.ts';

const CARDS: readonly MetricName[] = ['visitors', 'visits', 'page_views', 'views_per_visit', 'bounce_rate', 'visit_duration'];
const BREAKDOWNS: readonly string[] = [
  'page,entry_page,exit_page,event',
  'source,channel,referrer,utm_campaign,utm_source,utm_medium,utm_term,utm_content',
  'country,region,city,language',
  'device,browser,os',
];

/**
 * The statistics of one site: figures, a chart, tables, a date range and filters.
 *
 * @tag stats-panel
 * @csspart head - Title and tools.
 * @csspart sheet - A surface that holds cards and chart, or one table.
 * @csspart filters - The filters in force.
 * @csspart foot - Time zone and last update.
 * @cssproperty --sp-font - Font family; `inherit` takes the page's.
 * @cssproperty --sp-accent - Line, choice, focus. Likewise `--sp-ink`, `--sp-muted`, `--sp-line`, `--sp-edge`, `--sp-surface`, `--sp-ground`, `--sp-tint`, `--sp-better`, `--sp-worse`.
 * @cssproperty --sp-radius - Radius of surfaces.
 * @slot title - Replaces the title.
 */
export class StatsPanel extends StatsElement {
  static override tag = 'stats-panel';
  static override styles = [StatsElement.styles, panelStyles];

  readonly #summary = this.ask<Summary>('summary', summaryParams);

  /** Registers the panel and the pieces it is made of, once. */
  static override define(tag: string = this.tag, registry: CustomElementRegistry = customElements): void {
    // The panel first: pieces that are already in the page ask it for their context when they are defined.
    super.define(tag, registry);
    for (const piece of [StatsCard, StatsChart, StatsBreakdown]) piece.define(piece.tag, registry);
  }

  constructor() {
    super();
    this.addEventListener(ContextRequest.type, (event) => {
      event.stopPropagation();
      (event as ContextRequest).answer = this.context;
    });
  }

  protected override get provides(): boolean {
    return true;
  }

  protected override render(): TemplateResult {
    const { context, text } = this;
    const { data, error } = this.#summary;
    const query = context?.query ?? DEFAULT_QUERY;
    const meta = data?.meta;
    const blocked = !this.site ? new StatsError('no_site') : data ? undefined : error;
    return html`
      <section class="panel" aria-label=${text.t('title', { site: meta?.domain ?? this.site })}>
        <header class="head" part="head">
          <h2><slot name="title">${meta?.domain ?? html`<span class="skeleton">${this.site || '–'}</span>`}</slot></h2>
          <div class="tools">${rangeMenu(text, query, meta, (change) => context?.ask(change))}</div>
        </header>
        ${filterChips(text, query.filters, (filters) => context?.ask({ filters }))}
        ${data && error ? html`<p class="warning">${text.t('stale', { when: updatedText(text, data.meta) })}</p>` : ''}
        ${blocked
          ? html`<div class="sheet trouble">${errorNote(text, blocked, () => context?.refresh())}</div>`
          : html`
            <div class="sheet" part="sheet">
              <div class="cards">${CARDS.map((metric) => html`<stats-card .shared=${context} metric=${metric}></stats-card>`)}</div>
              <stats-chart .shared=${context}></stats-chart>
            </div>
            <div class="tables">${BREAKDOWNS.map((dimensions) => html`<div class="sheet" part="sheet"><stats-breakdown .shared=${context} dimensions=${dimensions}></stats-breakdown></div>`)}</div>`}
        ${this.#foot(meta)}
        <p class="unseen" role="status">${data && !this.#summary.loading ? this.#spoken(data) : ''}</p>
      </section>`;
  }

  #foot(meta: Meta | undefined): TemplateResult {
    const { text } = this;
    return html`
      <footer class="foot" part="foot">
        ${meta ? html`
          <span>${text.t('zone', { zone: meta.timezone })}</span>
          <span>${updatedText(text, meta)}${meta.pending ? `; ${text.t('pending')}` : ''}</span>` : html`<span class="skeleton">${text.t('loading')}</span>`}
        <button class="quiet" type="button" @click=${() => this.context?.refresh()}>${icon('refresh')}${text.t('refresh')}</button>
      </footer>`;
  }

  #spoken({ metrics, meta }: Summary): string {
    const { text } = this;
    const metric = this.context?.query.metric ?? 'visitors';
    return text.t('loaded', {
      metric: text.t(metric), value: metricValue(text.formats, metric, metrics[metric]), range: text.formats.range(meta.from, meta.to),
    });
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    // The language of the page may change while the panel is open.
    new MutationObserver(() => this.requestUpdate()).observe(document.documentElement, { attributeFilter: ['lang', 'dir'] });
  }
}
