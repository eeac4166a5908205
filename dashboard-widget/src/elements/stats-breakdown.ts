import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Breakdown, Dimension, Summary } from '../../../collector/src/contract/index.ts';
import { FEW_ROWS, breakdownParams } from '../data/breakdown-params.ts';
import { breakdownTable } from '../data/breakdown-table.ts';
import { SizeWatch } from '../data/size-watch.ts';
import { summaryParams } from '../data/summary-params.ts';
import type { Table } from '../data/table.ts';
import { dimensionTabs } from '../parts/dimension-tabs.ts';
import { figureTable } from '../parts/figure-table.ts';
import type { MessageKey } from '../strings/messages.ts';
import { StatsReport } from './stats-report.ts';

const MANY_ROWS = 100;

/**
 * The values of a dimension, largest first, with bars and shares. A click on a value keeps only its visits.
 *
 * @tag stats-breakdown
 * @attr dimensions - Names of dimensions, comma-separated; each is a tab.
 * @csspart breakdown - The section.
 * @csspart row - A row of the table.
 * @csspart bar - The bar behind a name.
 */
export class StatsBreakdown extends StatsReport<Breakdown> {
  static override tag = 'stats-breakdown';
  static override properties: PropertyDeclarations = { dimensions: {}, chosen: { state: true } };

  declare dimensions: string;
  protected declare chosen: Dimension | undefined;
  protected override readonly few = FEW_ROWS;
  readonly #size = new SizeWatch(this, 'section');
  readonly #summary = this.ask<Summary>('summary', summaryParams);
  protected readonly answer = this.ask<Breakdown>('breakdown', (query) => breakdownParams(query, this.name, this.all ? MANY_ROWS : FEW_ROWS));

  constructor() {
    super();
    this.dimensions = 'page,entry_page,exit_page';
  }

  get #dimensions(): Dimension[] {
    return this.dimensions.split(/[\s,]+/).filter(Boolean) as Dimension[];
  }

  protected get name(): Dimension {
    return this.chosen ?? this.#dimensions[0] ?? 'page';
  }

  protected override get meaning(): MessageKey {
    return this.name === 'page' || this.name === 'event' ? 'items_about' : 'value_about';
  }

  protected override heading(): TemplateResult {
    return dimensionTabs(this.text, this.#dimensions, this.name, this.#size.width, (chosen) => {
      this.chosen = chosen;
      this.all = false;
    });
  }

  protected table(answer: Breakdown): Table {
    return breakdownTable(this.text, answer, this.#summary.data?.metrics.visitors ?? 0);
  }

  protected override rows(content: unknown): TemplateResult {
    return html`<div class="rows tall ${this.all ? 'all' : ''}" id="panel" role="tabpanel" aria-label=${this.text.t(this.name)} tabindex=${this.all ? 0 : -1}>${content}</div>`;
  }

  protected draw({ dimension, rows }: Breakdown, table: Table): TemplateResult {
    const most = Math.max(...rows.map((row) => row.visitors), 1);
    return figureTable(this.text, table, {
      bar: ([, visitors]) => (visitors as number) / most,
      pick: (value) => this.context?.toggle({ dimension, operator: 'is', value }),
    });
  }

  protected override footer({ rows, total_rows }: Breakdown): unknown {
    return this.more(rows.length, total_rows);
  }
}
