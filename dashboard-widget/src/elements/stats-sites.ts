import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { SiteSort, SitesOverview } from '../../../collector/src/contract/index.ts';
import type { Filter } from '../data/filter.ts';
import { queryParams } from '../data/query-params.ts';
import type { Table } from '../data/table.ts';
import { StatsSiteEvent } from '../events/stats-site-event.ts';
import { figureTable } from '../parts/figure-table.ts';
import { sitesStyles } from '../styles/sites-styles.ts';
import { StatsReport } from './stats-report.ts';

/** Tells sites apart, and not their visits. */
const isOfSites = ({ dimension }: Filter): boolean => dimension === 'plan' || dimension === 'owner';

const FEW = 10;
const MANY = 100;
const SORTS = ['visitors', 'visits', 'page_views', 'contacts'] as const satisfies SiteSort[];

/**
 * Every site that the token opens, one below the other. A click on one looks at it alone.
 *
 * @tag stats-sites
 * @fires {StatsSiteEvent} stats-site - The reader is about to look at one of the sites; cancelable.
 * @csspart sites - The section.
 * @csspart row - A row of the table.
 * @csspart bar - The bar behind a name.
 */
export class StatsSites extends StatsReport<SitesOverview> {
  static override tag = 'stats-sites';
  static override styles = [StatsReport.styles, sitesStyles];
  static override properties: PropertyDeclarations = { open: { attribute: false }, sort: { state: true }, search: { state: true } };

  /** Looks at one site; without it, that is left to whoever listens. */
  declare open: ((site: string) => void) | undefined;
  protected declare sort: SiteSort;
  protected declare search: string;
  protected readonly name = 'sites';
  protected readonly answer = this.ask<SitesOverview>('../sites', (query) => [
    ...queryParams({ ...query, filters: query.filters.filter(isOfSites) }), ['sort', this.sort], ['search', this.search], ['limit', String(this.all ? MANY : FEW)],
  ]);

  constructor() {
    super();
    this.sort = 'visitors';
    this.search = '';
  }

  protected override choice(): unknown {
    // Whose texts are needed here.
    void this.tools;
    const { t } = this.text;
    const { filters } = this.context!.query;
    const keep = (dimension: 'plan' | 'owner'): TemplateResult => {
      const chosen = filters.find((filter) => filter.dimension === dimension)?.value;
      const choose = (event: Event): void => {
        const { value } = event.target as HTMLSelectElement;
        const others = filters.filter((filter) => filter.dimension !== dimension);
        this.context?.ask({ filters: value ? [...others, { dimension, operator: 'is', value }] : others });
      };
      return html`
        <select class="quiet" aria-label=${t(dimension)} @change=${choose}>
          <option value="" ?selected=${!chosen}>${t(dimension)}</option>
          ${this.answer.data?.[`${dimension}s`].map((value) => html`<option ?selected=${value === chosen}>${value}</option>`)}
        </select>`;
    };
    return html`
      <input type="search" aria-label=${t('search')} placeholder=${t('search')} @change=${(event: Event) => (this.search = (event.target as HTMLInputElement).value.trim())}>
      ${keep('plan')}${keep('owner')}
      <select class="quiet" aria-label=${t('sort')} @change=${(event: Event) => (this.sort = (event.target as HTMLSelectElement).value as SiteSort)}>
        ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === this.sort}>${t(sort)}</option>`)}
      </select>`;
  }

  protected table({ rows, meta }: SitesOverview): Table {
    const { t } = this.text;
    return {
      name: 'sites',
      meta,
      columns: [
        { name: 'domain', label: t('site') }, { name: 'owner', label: t('owner'), look: 'extra words' }, { name: 'plan', label: t('plan'), look: 'extra words' },
        ...SORTS.map((name) => ({ name, label: t(name), look: name === 'visitors' || name === this.sort ? '' : 'extra' })),
      ],
      rows: rows.map((row) => [row.domain, row.owner, row.plan, ...SORTS.map((name) => row[name])]),
    };
  }

  protected draw({ rows }: SitesOverview, table: Table): TemplateResult {
    const at = 3 + SORTS.indexOf(this.sort as (typeof SORTS)[number]);
    const most = Math.max(...table.rows.map((row) => row[at] as number), 1);
    return figureTable(this.text, table, {
      bar: (row) => (row[at] as number) / most,
      hint: 'open_site',
      pick: (_, index) => {
        const { site } = rows[index]!;
        if (this.dispatchEvent(new StatsSiteEvent(site))) this.open?.(site);
      },
    });
  }

  protected override get unfiltered(): boolean {
    return !this.context?.query.filters.every(isOfSites);
  }

  protected override footer({ rows, total_rows }: SitesOverview): unknown {
    return this.more(rows.length, total_rows);
  }
}
