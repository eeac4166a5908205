import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Breakdown, Dimension, Summary } from '../../../collector/src/contract/index.ts';
import { breakdownParams } from '../data/breakdown-params.ts';
import { summaryParams } from '../data/summary-params.ts';
import { valueName } from '../format/value-name.ts';
import { about } from '../parts/about.ts';
import { cardFace } from '../parts/card-face.ts';
import { cardStyles } from '../styles/card-styles.ts';
import { leaderOf } from '../views/leader-of.ts';
import { StatsElement } from './stats-element.ts';

/**
 * What leads a dimension: the work most seen, the strongest campaign. A click keeps only its visits.
 *
 * @tag stats-leader
 * @attr dimension - `page`, `utm_campaign`, `source` or any other dimension.
 * @csspart card - The button.
 * @csspart card-name - The name of the dimension.
 * @csspart card-value - What leads.
 * @csspart card-change - Its visitors and their share.
 */
export class StatsLeader extends StatsElement {
  static override tag = 'stats-leader';
  static override properties: PropertyDeclarations = { dimension: {} };
  static override styles = [StatsElement.styles, cardStyles];

  declare dimension: Dimension;
  readonly #summary = this.ask<Summary>('summary', summaryParams);
  readonly #rows = this.ask<Breakdown>('breakdown', (query) => breakdownParams(query, this.dimension));

  constructor() {
    super();
    this.dimension = 'page';
  }

  protected override render(): TemplateResult {
    const { text, context, dimension } = this;
    const { t, formats } = text;
    const { data, loading } = this.#rows;
    const whole = this.#summary.data?.metrics.visitors ?? 0;
    const leader = data && leaderOf(data, whole);
    const filter = { dimension, operator: 'is', value: leader?.value ?? '' } as const;
    const label = `lead_${dimension}`;
    const name = text.has(label) ? t(label) : t(dimension);
    const value = leader && valueName(text, dimension, leader.value);
    return html`
      ${cardFace({
        name, value: value && html`<bdi class="leader">${value}</bdi>`, busy: loading && !data, title: value ?? '',
        change: leader && `${text.plural('count_visitors', leader.visitors)} · ${formats.percent(leader.visitors / (whole || 1))}`,
        pressed: context?.query.filters.some((known) => known.dimension === dimension && known.value === filter.value) ?? false,
        pick: leader && (() => context?.toggle(filter)),
      })}
      ${about(this, name, 'leader_about', data?.meta)}`;
  }
}
