import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Summary } from '../../../collector/src/contract/index.ts';
import type { MetricName } from '../data/query.ts';
import { summaryParams } from '../data/summary-params.ts';
import { changeOf } from '../format/change.ts';
import { metricValue } from '../format/metric-value.ts';
import { about } from '../parts/about.ts';
import { icon } from '../parts/icon.ts';
import { aboutStyles } from '../styles/about-styles.ts';
import { cardStyles } from '../styles/card-styles.ts';
import { StatsElement } from './stats-element.ts';

/**
 * One figure of the range with its change against the previous period. A click makes it the metric of the chart.
 *
 * @tag stats-card
 * @attr metric - `visitors`, `visits`, `page_views`, `views_per_visit`, `bounce_rate`, `visit_duration` or `events`.
 * @csspart card - The button.
 * @csspart name - The name of the metric.
 * @csspart value - The figure.
 * @csspart change - The change against the previous period.
 */
export class StatsCard extends StatsElement {
  static override tag = 'stats-card';
  static override properties: PropertyDeclarations = { metric: { reflect: true } };
  static override styles = [StatsElement.styles, aboutStyles, cardStyles];

  declare metric: MetricName;
  readonly #summary = this.ask<Summary>('summary', summaryParams);

  constructor() {
    super();
    this.metric = 'visitors';
  }

  protected override render(): TemplateResult {
    const { metric, text, context } = this;
    const { data, error } = this.#summary;
    const name = text.t(metric);
    const value = data ? metricValue(text.formats, metric, data.metrics[metric], true) : error ? '–' : undefined;
    const full = data && metricValue(text.formats, metric, data.metrics[metric]);
    return html`
      <button class="card" part="card" type="button" aria-pressed=${context?.query.metric === metric}
        aria-busy=${this.#summary.loading} @click=${() => context?.ask({ metric })}>
        <span class="name" part="name">${name}</span>
        <span class="value" part="value" title=${full === value ? '' : (full ?? '')}>${value ?? html`<span class="skeleton"></span>`}</span>
        <span class="change" part="change">${data ? this.#change(data) : error ? '' : html`<span class="skeleton"></span>`}</span>
      </button>
      ${about(text, name, `${metric}_about`, data?.meta)}`;
  }

  #change({ metrics, previous }: Summary): TemplateResult | string {
    if (!previous) return '';
    const { direction, mood, amount, was, words } = changeOf(this.text, this.metric, metrics[this.metric], previous.metrics[this.metric]);
    const sign = direction > 0 ? 'up' : direction < 0 ? 'down' : 'flat';
    return html`
      <span class="unseen">${words}</span>
      <span class="amount ${mood > 0 ? 'better' : mood < 0 ? 'worse' : ''}" aria-hidden="true">${icon(sign)}${amount}</span>
      <span aria-hidden="true" title=${this.#previousRange(previous)}>${was}</span>`;
  }

  #previousRange({ from, to }: { from: string; to: string }): string {
    return `${this.text.t('previous')}: ${this.text.formats.range(from, to)}`;
  }
}
