import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { PlanAdoption, Summary } from '../../../collector/src/contract/index.ts';
import { figuresOf, type FigureAnswer } from '../data/figure-answer.ts';
import { figureParams } from '../data/figure-params.ts';
import { figureNamed, figureValue, type Figure, type FigureName, type Figures } from '../data/figures.ts';
import { queryParams } from '../data/query-params.ts';
import { summaryParams } from '../data/summary-params.ts';
import { changeOf, isBurden } from '../format/change.ts';
import { againstName } from '../format/against-text.ts';
import { figureText } from '../format/figure-text.ts';
import { about } from '../parts/about.ts';
import { cardFace } from '../parts/card-face.ts';
import { icon } from '../parts/icon.ts';
import { cardStyles } from '../styles/card-styles.ts';
import { StatsElement } from './stats-element.ts';

/**
 * One figure of the range with its change against the previous period. A click makes it the figure of the chart.
 *
 * @tag stats-card
 * @attr metric - Name of the figure: `visitors`, `visits`, `page_views`, `views_per_visit`, `bounce_rate`, `visit_duration`, `events`, `contacts`, `conversions`, `conversion_rate`, `builders`, `actions`, `publishers`, `publish_rate`, `activation_rate`, `plan_share` or `upgrades`.
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
  readonly #answer = this.ask<FigureAnswer>(() => this.#figure.at ?? 'summary', (query) => figureParams(query, this.#figure));
  readonly #whole = this.ask<Summary>('summary', (query) => this.#figure.of && figureParams(query, { ...this.#figure, events: this.#figure.of }));
  readonly #summary = this.ask<Summary>('summary', summaryParams);
  /** The collector compares all but plans. */
  readonly #before = this.ask<PlanAdoption>('plans', (query) => {
    if (this.#figure.at !== 'plans') return undefined;
    const { previous } = this.#summary.data ?? {};
    return previous ? queryParams({ ...query, ...previous, period: '', filters: [] }) : 'hold';
  });

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
    const { loading, data } = this.#answer;
    const busy = loading || this.#whole.loading;
    const name = text.t(metric);
    const read = (figures: Figures | undefined, whole: Figures | undefined): number | undefined =>
      figures && (!figure.of || whole) ? figureValue(figure, figures, whole, context?.smallestPlan) : undefined;
    const now = read(data && figuresOf(figure, data), this.#whole.data?.metrics);
    const previous = data?.previous ?? this.#before.data;
    const before = read(previous && figuresOf(figure, previous), this.#whole.data?.previous?.metrics);
    const { from, to } = this.#summary.data?.previous ?? {};
    return html`
      ${cardFace({
        name, busy, title: now === undefined ? '' : figureText(text.formats, figure.kind, now),
        value: now === undefined ? undefined : figureText(text.formats, figure.kind, now, true),
        change: now !== undefined && before !== undefined ? this.#change(now, before, context && from && to ? `${text.t(againstName(context.query.against))}: ${text.formats.range(from, to)}` : '')
          : context && !figureParams(context.query, figure) ? text.t('unfiltered') : undefined,
        pressed: context?.query.metric === metric,
        pick: figure.whole ? undefined : () => context?.ask({ metric }),
      })}
      ${about(this, name, `${metric}_about`, data?.meta)}`;
  }

  #change(now: number, before: number, range: string): TemplateResult {
    const { direction, size, was, words } = changeOf(this.text, this.#figure.kind, now, before, this.context?.query.against);
    const mood = direction * (isBurden(this.metric) ? -1 : 1);
    return html`
      <span class="unseen">${words}</span>
      <span class="amount ${mood > 0 ? 'better' : mood < 0 ? 'worse' : ''}" aria-hidden="true">
        ${icon(direction > 0 ? 'up' : direction < 0 ? 'down' : 'flat')}<bdi>${size && (direction > 0 ? '+' : '−')}${size}</bdi>
      </span>
      <span aria-hidden="true" title=${range}>${was}</span>`;
  }
}
