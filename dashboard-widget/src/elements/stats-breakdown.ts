import { html, svg, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Breakdown, Dimension, Metrics, Row, Summary } from '../../../collector/src/contract/index.ts';
import { FEW_ROWS, breakdownParams } from '../data/breakdown-params.ts';
import { dimensionExtra } from '../data/dimension-extra.ts';
import { toggleFilter } from '../data/filter.ts';
import { SizeWatch } from '../data/size-watch.ts';
import { summaryParams } from '../data/summary-params.ts';
import { TABLE_FORMATS } from '../export/format.ts';
import { valueName } from '../format/value-name.ts';
import { exportMenu } from '../parts/export-menu.ts';
import { emptyNote, errorNote } from '../parts/notes.ts';
import { dimensionTabs } from '../parts/dimension-tabs.ts';
import { breakdownStyles } from '../styles/breakdown-styles.ts';
import { tableStyles } from '../styles/table-styles.ts';
import { StatsElement } from './stats-element.ts';

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
export class StatsBreakdown extends StatsElement {
  static override tag = 'stats-breakdown';
  static override properties: PropertyDeclarations = { dimensions: {}, chosen: { state: true }, all: { state: true } };
  static override styles = [StatsElement.styles, tableStyles, breakdownStyles];

  declare dimensions: string;
  protected declare chosen: Dimension | undefined;
  protected declare all: boolean;
  readonly #size = new SizeWatch(this, 'section');
  readonly #summary = this.ask<Summary>('summary', summaryParams);
  readonly #rows = this.ask<Breakdown>('breakdown', (query) => breakdownParams(query, this.#dimension, this.all ? MANY_ROWS : FEW_ROWS));

  constructor() {
    super();
    this.dimensions = 'page,entry_page,exit_page';
    this.all = false;
  }

  get #dimensions(): Dimension[] {
    return this.dimensions.split(/[\s,]+/).filter(Boolean) as Dimension[];
  }

  get #dimension(): Dimension {
    return this.chosen ?? this.#dimensions[0] ?? 'page';
  }

  protected override render(): TemplateResult {
    const { text } = this;
    const { data, error, loading } = this.#rows;
    const dimension = this.#dimension;
    return html`
      <section part="breakdown" class="${this.all ? 'all' : ''} ${loading && data ? 'busy' : ''}" aria-label=${text.t(dimension)} aria-busy=${loading}>
        <header>${dimensionTabs(text, this.#dimensions, dimension, this.#size.width, (chosen) => {
          this.chosen = chosen;
          this.all = false;
        })}<span class="end">${exportMenu(this, TABLE_FORMATS, data?.rows.length ? (format) => void this.save(({ saveBreakdown }) => saveBreakdown(this, format, data, this.#whole)) : undefined)}</span></header>
        <div class="rows" id="panel" role="tabpanel" aria-label=${text.t(dimension)} tabindex=${this.all ? 0 : -1}>
          ${data ? this.#table(data) : error ? errorNote(text, error, () => this.context?.refresh()) : html`<div class="bones">${Array.from({ length: FEW_ROWS }, () => html`<span class="skeleton"></span>`)}</div>`}
        </div>
        <footer>${this.#more(data)}</footer>
      </section>`;
  }

  #table(data: Breakdown): TemplateResult {
    const { text } = this;
    const { dimension, rows } = data;
    if (!rows.length) return emptyNote(text);
    const extra = dimensionExtra(dimension);
    const most = Math.max(...rows.map((row) => row.visitors));
    return html`
      <table>
        <thead><tr>
          <th scope="col"><span class="unseen">${text.t(dimension)}</span></th>
          <th scope="col">${text.t('visitors')}</th>
          ${extra ? html`<th class="extra" scope="col">${text.t(extra)}</th>` : ''}
          <th scope="col">${text.t('share')}</th>
        </tr></thead>
        <tbody>${rows.map((row) => this.#row(dimension, row, extra, most))}</tbody>
      </table>`;
  }

  /** Visitors of the range, of which rows are shares. */
  get #whole(): number {
    return this.#summary.data?.metrics.visitors ?? 0;
  }

  #row(dimension: Dimension, row: Row, extra: keyof Metrics | undefined, most: number): TemplateResult {
    const { text } = this;
    const name = valueName(text, dimension, row.value);
    const { visitors } = row;
    return html`
      <tr part="row">
        <th scope="row">
          <svg class="bar" part="bar" aria-hidden="true">${svg`<rect width="${(100 * visitors) / (most || 1)}%" height="100%" rx="5"/>`}</svg>
          <button class="name" title=${text.t('filter_by', { value: name })} @click=${() => this.#filter(dimension, row.value)}><bdi>${name}</bdi></button>
        </th>
        <td>${text.formats.number(visitors)}</td>
        ${extra ? html`<td class="extra">${text.formats.number(row[extra])}</td>` : ''}
        <td class="share">${this.#whole ? text.formats.percent(visitors / this.#whole) : ''}</td>
      </tr>`;
  }

  #more(data: Breakdown | undefined): TemplateResult | string {
    if (!data || (!this.all && data.total_rows <= data.rows.length)) return '';
    const label = this.all ? this.text.t('fewer') : this.text.t('others', { count: this.text.formats.number(data.total_rows - data.rows.length) });
    return html`<button class="quiet" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${label}</button>`;
  }

  #filter(dimension: Dimension, value: string): void {
    const { context } = this;
    context?.ask({ filters: toggleFilter(context.query.filters, { dimension, operator: 'is', value }) });
  }
}
