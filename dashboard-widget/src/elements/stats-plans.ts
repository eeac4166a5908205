import { html, svg, type TemplateResult } from 'lit';
import type { PlanAdoption } from '../../../collector/src/contract/index.ts';
import { queryParams } from '../data/query-params.ts';
import type { Table } from '../data/table.ts';
import { untilNow } from '../data/until-now.ts';
import { plansStyles } from '../styles/plans-styles.ts';
import { StatsReport } from './stats-report.ts';

/**
 * Accounts by plan: how they went, how many there are at the end of the range and how many more than at its start, and who moved up or down; as a table, day by day.
 *
 * @tag stats-plans
 * @csspart plans - The section.
 * @csspart row - A row of the table.
 * @csspart line - The line of a plan.
 */
export class StatsPlans extends StatsReport<PlanAdoption> {
  static override tag = 'stats-plans';
  static override styles = [StatsReport.styles, plansStyles];

  protected readonly name = 'plans';
  protected override readonly drawn = true;
  protected readonly answer = this.ask<PlanAdoption>('plans', (query) => queryParams({ ...query, filters: [] }));

  /** The smallest first, as far as the collector tells; else by their names. */
  #plans({ points }: PlanAdoption): string[] {
    const order = this.context?.access?.plans.map(({ plan }) => plan) ?? [];
    return [...new Set(points.flatMap(({ accounts }) => Object.keys(accounts)))].sort((one, other) => order.indexOf(one) - order.indexOf(other) || (one < other ? -1 : 1));
  }

  protected override get unfiltered(): boolean {
    return Boolean(this.context?.query.filters.length);
  }

  protected table(answer: PlanAdoption): Table {
    const { t, formats } = this.text;
    const plans = this.#plans(answer);
    return {
      name: 'plans',
      meta: answer.meta,
      columns: [
        { name: 't', head: 'date', label: t('day'), text: (day) => formats.bucket(day, 'day') },
        ...plans.map((plan) => ({ name: plan, label: this.context!.planName(plan) })),
        { name: 'upgrades', label: t('upgrades') }, { name: 'downgrades', label: t('downgrades') },
      ],
      rows: plans.length ? untilNow(answer.points).map(({ t: day, accounts, upgrades, downgrades }) => [day, ...plans.map((plan) => accounts[plan] ?? 0), upgrades, downgrades]) : [],
    };
  }

  protected draw(answer: PlanAdoption, { rows }: Table): TemplateResult {
    const { t, formats } = this.text;
    const plans = this.#plans(answer);
    const courses = plans.map((_, index) => rows.map((row) => row[index + 1] as number));
    const all = courses.reduce((sum, course) => sum + course.at(-1)!, 0) || 1;
    return html`
      <table class="lined">
        <thead><tr>
          <th scope="col">${t('plan')}</th><td class="course"></td><th scope="col">${t('accounts')}</th><th scope="col">${t('change')}</th><th class="share extra" scope="col">${t('share')}</th>
        </tr></thead>
        <tbody>${plans.map((plan, index) => {
          const course = courses[index]!;
          const count = course.at(-1)!;
          return html`
            <tr part="row">
              <th scope="row"><bdi>${this.context!.planName(plan)}</bdi></th>
              <td class="course">${courseSvg(course)}</td>
              <td>${formats.number(count)}</td>
              <td><bdi>${formats.signed(count - course[0]!)}</bdi></td>
              <td class="share extra">${formats.percent(count / all)}</td>
            </tr>`;
        })}</tbody>
      </table>`;
  }

  protected override footer({ points }: PlanAdoption): TemplateResult {
    const { t, formats } = this.text;
    const sum = (name: 'upgrades' | 'downgrades'): string => formats.number(points.reduce((all, point) => all + point[name], 0));
    return html`<p><bdi>${t('moves', { up: sum('upgrades'), down: sum('downgrades') })}</bdi></p>`;
  }
}

/** How the accounts of a plan went, from their least to their most. */
function courseSvg(counts: readonly number[]): TemplateResult {
  const least = Math.min(...counts);
  const height = Math.max(...counts) - least || 1;
  const path = counts.map((count, at) => `${at ? 'L' : 'M'}${(100 * at) / (counts.length - 1 || 1)} ${29 - (28 * (count - least)) / height}`).join('');
  return html`<svg viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">${svg`<path part="line" d=${path} vector-effect="non-scaling-stroke"/>`}</svg>`;
}
