import type { TemplateResult } from 'lit';
import type { Goals } from '../../../collector/src/contract/index.ts';
import { summaryParams } from '../data/summary-params.ts';
import type { Table } from '../data/table.ts';
import { figureTable } from '../parts/figure-table.ts';
import type { MessageKey } from '../strings/messages.ts';
import { StatsReport } from './stats-report.ts';

/**
 * The site's goals: who met each, how often, and their share of all visitors.
 *
 * @tag stats-goals
 * @csspart goals - The section.
 * @csspart row - A row of the table.
 * @csspart bar - The bar behind a name.
 */
export class StatsGoals extends StatsReport<Goals> {
  static override tag = 'stats-goals';

  protected readonly name = 'goals';
  protected override readonly hint: MessageKey = 'setup_hint';
  protected readonly answer = this.ask<Goals>('goals', summaryParams);

  protected table({ goals, meta }: Goals): Table {
    const { t } = this.text;
    return {
      name: 'goals',
      meta,
      columns: [
        { name: 'goal', label: t('goal') }, { name: 'visitors', label: t('visitors') }, { name: 'conversions', label: t('times'), look: 'extra' },
        { name: 'conversion_rate', label: t('rate'), kind: 'rate', look: 'share' },
      ],
      rows: goals.map(({ name, visitors, conversions, conversion_rate }) => [name, visitors, conversions, conversion_rate]),
    };
  }

  protected draw({ goals }: Goals, table: Table): TemplateResult {
    const most = Math.max(...goals.map(({ visitors }) => visitors), 1);
    return figureTable(this.text, table, { bar: ([, visitors]) => (visitors as number) / most });
  }
}
