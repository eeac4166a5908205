import { html, type TemplateResult } from 'lit';
import type { PlanAdoption } from '../../../collector/src/contract/index.ts';
import { queryParams } from '../data/query-params.ts';
import type { Table } from '../data/table.ts';
import { untilNow } from '../data/until-now.ts';
import { figureTable } from '../parts/figure-table.ts';
import { StatsReport } from './stats-report.ts';

/**
 * Accounts by plan at the end of the range, how many more or fewer than at its start, and who moved up or down; as a table, day by day.
 *
 * @tag stats-plans
 * @csspart plans - The section.
 * @csspart row - A row of the table.
 * @csspart bar - The bar behind a name.
 */
export class StatsPlans extends StatsReport<PlanAdoption> {
  static override tag = 'stats-plans';

  protected readonly name = 'plans';
  protected override readonly drawn = true;
  protected override readonly unfiltered = true;
  protected readonly answer = this.ask<PlanAdoption>('plans', (query) => queryParams({ ...query, filters: [] }));

  /** The smallest first, as far as the collector tells; else by their names. */
  #plans({ points }: PlanAdoption): string[] {
    const order = this.context?.access?.plans.map(({ plan }) => plan) ?? [];
    return [...new Set(points.flatMap(({ accounts }) => Object.keys(accounts)))].sort((one, other) => order.indexOf(one) - order.indexOf(other) || (one < other ? -1 : 1));
  }

  protected table(answer: PlanAdoption): Table {
    const { t, formats } = this.text;
    const plans = this.#plans(answer);
    return {
      name: 'plans',
      meta: answer.meta,
      columns: [
        { name: 't', label: t('day'), text: (day) => formats.bucket(day, 'day') },
        ...plans.map((plan) => ({ name: plan, label: this.context!.planName(plan) })),
        { name: 'upgrades', label: t('upgrades') }, { name: 'downgrades', label: t('downgrades') },
      ],
      rows: plans.length ? untilNow(answer.points).map(({ t: day, accounts, upgrades, downgrades }) => [day, ...plans.map((plan) => accounts[plan] ?? 0), upgrades, downgrades]) : [],
    };
  }

  protected draw(answer: PlanAdoption, { rows }: Table): TemplateResult {
    const { t } = this.text;
    const [first, last] = [rows[0], rows.at(-1)] as number[][];
    const plans = this.#plans(answer);
    const counts = last!.slice(1, -2);
    const all = counts.reduce((sum, count) => sum + count) || 1;
    return figureTable(this.text, {
      name: this.name,
      meta: answer.meta,
      columns: [
        { name: 'plan', label: t('plan') }, { name: 'accounts', label: t('accounts') }, { name: 'change', label: t('change'), kind: 'change' },
        { name: 'share', label: t('share'), kind: 'rate', look: 'share' },
      ],
      rows: plans.map((plan, index) => [this.context!.planName(plan), counts[index]!, counts[index]! - first![index + 1]!, counts[index]! / all]),
    }, { bar: (row) => row[3] as number });
  }

  protected override footer({ points }: PlanAdoption): TemplateResult {
    const { t, formats } = this.text;
    const sum = (name: 'upgrades' | 'downgrades'): string => formats.number(points.reduce((all, point) => all + point[name], 0));
    return html`<p>${t('moves', { up: sum('upgrades'), down: sum('downgrades') })}</p>`;
  }
}
