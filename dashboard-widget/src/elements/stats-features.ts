import type { TemplateResult } from 'lit';
import type { BuilderActivity } from '../../../collector/src/contract/index.ts';
import { figureParams } from '../data/figure-params.ts';
import { FIGURES } from '../data/figures.ts';
import type { Table } from '../data/table.ts';
import { valueName } from '../format/value-name.ts';
import { figureTable } from '../parts/figure-table.ts';
import { StatsReport } from './stats-report.ts';

/**
 * What is done in the builder, and by how many.
 *
 * @tag stats-features
 * @csspart features - The section.
 * @csspart row - A row of the table.
 * @csspart bar - The bar behind a name.
 */
export class StatsFeatures extends StatsReport<BuilderActivity> {
  static override tag = 'stats-features';

  protected readonly name = 'features';
  protected readonly answer = this.ask<BuilderActivity>('builder', (query) => figureParams({ ...query, filters: [] }, FIGURES.builders));

  protected override get unfiltered(): boolean {
    return Boolean(this.context?.query.filters.length);
  }

  protected table({ features, active_builders: all, meta }: BuilderActivity): Table {
    const { t } = this.text;
    return {
      name: 'features',
      meta,
      columns: [
        { name: 'event', label: t('action'), text: (value) => valueName(this.text, 'event', value) }, { name: 'builders', label: t('people') }, { name: 'actions', label: t('actions'), look: 'extra' },
        { name: 'share', label: t('share'), kind: 'rate', look: 'share' },
      ],
      rows: features.map(({ value, builders, actions }) => [value, builders, actions, all ? builders / all : null]),
    };
  }

  protected draw({ active_builders: all }: BuilderActivity, table: Table): TemplateResult {
    return figureTable(this.text, table, { bar: ([, builders]) => (builders as number) / (all || 1) });
  }
}
