import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Summary } from '../../../collector/src/contract/index.ts';
import type { Params } from '../client/stats-client.ts';
import { figureNamed, figureValue, type Figure, type FigureName } from '../data/figures.ts';
import { narrow } from '../data/narrow.ts';
import type { Query } from '../data/query.ts';
import { summaryParams } from '../data/summary-params.ts';
import { changeOf, isBurden } from '../format/change.ts';
import { figureText } from '../format/figure-text.ts';
import { about } from '../parts/about.ts';
import { icon } from '../parts/icon.ts';
import { cardStyles } from '../styles/card-styles.ts';
import { StatsElement } from './stats-element.ts';

/**
 * One figure of the range with its change against the previous period. A click makes it the figure of the chart.
 *
 * @tag stats-card
 * @attr metric - Name of the figure: `visitors`, `visits`, `page_views`, `views_per_visit`, `bounce_rate`, `visit_duration`, `events`, `contacts`, `conversions`, `conversion_rate`, `builders`, `publishers`, `publish_rate` or `upgrades`.
 * @csspart card - The button.
 * @csspart card-name - The name of the figure.
 * @csspart card-value - The figure.
 * @csspart card-change - The change against the previous period.
 */
export class StatsCard extends StatsElement {
  static override tag = 'stats-card';
  static override properties: PropertyDeclarations = { metric: { reflect: true } };
  static override styles = [StatsElement.styles, cardStyles];

  declare metric: FigureName;
  readonly #summary = this.ask<Summary>('summary', (query) => params(query, this.#figure.events));
  readonly #whole = this.ask<Summary>('summary', (query) => (this.#figure.of ? params(query, this.#figure.of) : undefined));

  constructor() {
    super();
    this.metric = 'visitors';
  }

  get #figure(): Figure {
    return figureNamed(this.metric);
  }

  protected override render(): TemplateResult {
    const { metric, text, context } = this;
    const figure = this.#figure;
    const busy = this.#summary.loading || this.#whole.loading;
    const data = figure.of && !this.#whole.data ? undefined : this.#summary.data;
    const name = text.t(metric);
    const now = data && figureValue(figure, data.metrics, this.#whole.data?.metrics);
    const before = data?.previous && figureValue(figure, data.previous.metrics, this.#whole.data?.previous?.metrics);
    const bone = busy ? html`<span class="skeleton"></span>` : '';
    return html`
      <button class="card" part="card" aria-pressed=${context?.query.metric === metric} aria-busy=${busy} @click=${() => context?.ask({ metric })}>
        <span class="name" part="card-name">${name}</span>
        <span class="value" part="card-value" title=${now === undefined ? '' : figureText(text.formats, figure.kind, now)}>
          ${now === undefined ? (busy ? bone : '–') : figureText(text.formats, figure.kind, now, true)}
        </span>
        <span class="change" part="card-change">
          ${now === undefined || before === undefined ? bone : this.#change(now, before, `${text.t('previous')}: ${text.formats.range(data!.previous!.from, data!.previous!.to)}`)}
        </span>
      </button>
      ${about(this, name, `${metric}_about`, data?.meta)}`;
  }

  #change(now: number, before: number, range: string): TemplateResult {
    const { direction, size, was, words } = changeOf(this.text, this.#figure.kind, now, before);
    const mood = direction * (isBurden(this.metric) ? -1 : 1);
    return html`
      <span class="unseen">${words}</span>
      <span class="amount ${mood > 0 ? 'better' : mood < 0 ? 'worse' : ''}" aria-hidden="true">
        ${icon(direction > 0 ? 'up' : direction < 0 ? 'down' : 'flat')}<bdi>${size && (direction > 0 ? '+' : '−')}${size}</bdi>
      </span>
      <span aria-hidden="true" title=${range}>${was}</span>`;
  }
}

function params(query: Query, events: Figure['events']): Params | undefined {
  const narrowed = narrow(query, events);
  return narrowed && summaryParams(narrowed);
}
