import { html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Interval, Point, Summary, Timeseries } from '../../../collector/src/contract/index.ts';
import { axisLabels } from '../chart/axis-labels.ts';
import { chartKey } from '../chart/chart-key.ts';
import { chartSvg } from '../chart/chart-svg.ts';
import { chartTable } from '../chart/chart-table.ts';
import { chartTip, pointWords } from '../chart/chart-tip.ts';
import { plot, type Plot } from '../chart/plot.ts';
import { bucketDays } from '../data/bucket-days.ts';
import { chosenInterval, possibleIntervals } from '../data/intervals.ts';
import { queryParams } from '../data/query-params.ts';
import { DEFAULT_QUERY, type Query } from '../data/query.ts';
import { SizeWatch } from '../data/size-watch.ts';
import { summaryParams } from '../data/summary-params.ts';
import { metricValue } from '../format/metric-value.ts';
import { icon } from '../parts/icon.ts';
import { emptyNote, errorNote } from '../parts/notes.ts';
import { chartStyles } from '../styles/chart-styles.ts';
import { tableStyles } from '../styles/table-styles.ts';
import { StatsElement } from './stats-element.ts';

const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };

/**
 * The main chart: one metric over time, the previous period dotted behind it, the unfinished bucket dashed. Arrow keys walk
 * its points, a click or a drag zooms in, and the same points are there as a table.
 *
 * @tag stats-chart
 * @csspart chart - The figure.
 * @csspart svg - The drawing.
 * @csspart line - The line of the metric.
 * @csspart tooltip - What is said beside the cursor.
 * @cssproperty --sp-chart-height - Height of the drawing; default 280px, 220px where it is narrow.
 */
export class StatsChart extends StatsElement {
  static override tag = 'stats-chart';
  static override properties: PropertyDeclarations = { cursor: { state: true }, dragged: { state: true }, asTable: { state: true } };
  static override styles = [StatsElement.styles, tableStyles, chartStyles];

  protected declare cursor: number | undefined;
  protected declare dragged: number | undefined;
  protected declare asTable: boolean;
  readonly #size = new SizeWatch(this, '.stage');
  readonly #summary = this.ask<Summary>('summary', (query) => (query.compare ? summaryParams(query) : undefined));
  readonly #series = this.ask<Timeseries>('timeseries', (query) => [...queryParams(query), ['interval', chosenInterval(query)]]);
  readonly #previous = this.ask<Timeseries>('timeseries', (query) => {
    const range = !this.#summary.loading && this.#summary.data?.previous;
    if (!query.compare || !range) return undefined;
    return [...queryParams({ ...query, period: '', from: range.from, to: range.to }), ['interval', chosenInterval(query)]];
  });
  #plot: Plot | undefined;

  get #query(): Query {
    return this.context?.query ?? DEFAULT_QUERY;
  }

  get #before(): readonly Point[] {
    return this.#query.compare ? (this.#previous.data?.points ?? []) : [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.cursor !== undefined && this.cursor >= (this.#series.data?.points.length ?? 0)) this.cursor = undefined;
  }

  protected override render(): TemplateResult {
    const { text, context } = this;
    const { t } = text;
    const query = this.#query;
    return html`
      <figure part="chart" class=${this.#series.loading && this.#series.data ? 'busy' : ''} aria-busy=${this.#series.loading}>
        <header>
          <h3>${t(query.metric)}</h3>
          <select class="quiet" aria-label=${t('interval')} @change=${(event: Event) => context?.ask({ interval: (event.target as HTMLSelectElement).value as Interval })}>
            ${possibleIntervals(query).map((interval) => html`<option value=${interval} ?selected=${interval === chosenInterval(query)}>${t(interval)}</option>`)}
          </select>
          <button class="quiet" type="button" aria-pressed=${query.compare} @click=${() => context?.ask({ compare: !query.compare })}>${t('compare')}</button>
          <button class="quiet" type="button" aria-pressed=${Boolean(this.asTable)} aria-label=${t('show_table')} title=${t('show_table')}
            @click=${() => (this.asTable = !this.asTable)}>${icon('table')}</button>
        </header>
        <div class="stage">${this.#stage()}</div>
        <figcaption class="legend">${this.#legend()}</figcaption>
      </figure>`;
  }

  #stage(): TemplateResult {
    const { data, error } = this.#series;
    const { metric } = this.#query;
    if (!data) return error ? errorNote(this.text, error, () => this.context?.refresh()) : html`<span class="skeleton bones"></span>`;
    if (this.asTable) return chartTable(this.text, data, this.#before, metric);
    if (!this.#size.width) return html``;
    const empty = data.points.every((point) => point.events === 0 && point.visits === 0);
    return html`${this.#draw(data)}${empty ? emptyNote(this.text) : ''}`;
  }

  #draw(data: Timeseries): TemplateResult {
    const { text, cursor, dragged } = this;
    const { points, interval } = data;
    const { metric } = this.#query;
    const before = this.#before;
    const { width, height } = this.#size;
    const rtl = this.matches(':dir(rtl)');
    const tickText = (value: number): string => metricValue(text.formats, metric, value, true);
    const drawn = plot({
      points, previous: before, metric, width, height, rtl,
      gutter: (ticks) => 14 + 7.2 * Math.max(...ticks.map((tick) => tickText(tick).length)),
    });
    this.#plot = drawn;
    const at = cursor === undefined ? undefined : points[cursor];
    const spoken = at ?? points[drawn.begun - 1];
    const spokenIndex = cursor ?? drawn.begun - 1;
    return html`
      <div class="plot" tabindex="0" role="slider" aria-orientation="horizontal"
        aria-label=${text.t('chart_label', { metric: text.t(metric), interval: text.t(interval) })}
        aria-valuemin="1" aria-valuemax=${Math.max(1, drawn.begun)} aria-valuenow=${spokenIndex + 1}
        aria-valuetext=${spoken ? pointWords(text, data, spoken, before[spokenIndex], metric) : text.t('empty')}
        @keydown=${this.#onKey} @blur=${() => (this.cursor = this.dragged = undefined)}
        @pointermove=${this.#onPointer} @pointerdown=${this.#onPointer} @pointerup=${this.#onPointer} @pointerleave=${() => (this.cursor = this.dragged = undefined)}>
        ${chartSvg({
          plot: drawn, rtl, tickText,
          labels: axisLabels(drawn, points, interval, text.formats),
          cursor: at && { index: cursor!, value: at[metric], previous: before[cursor!]?.[metric] },
          chosen: dragged !== undefined && cursor !== undefined && dragged !== cursor ? [dragged, cursor] : undefined,
        })}
        ${at ? chartTip(text, data, at, before[cursor!], metric, drawn.x(cursor!), width) : ''}
      </div>`;
  }

  #legend(): TemplateResult {
    const { t, formats } = this.text;
    const { data } = this.#series;
    if (!data) return html``;
    const { metric, compare } = this.#query;
    const before = this.#previous.data?.meta;
    return html`
      <span>${chartKey('line')}${t(metric)}, ${formats.range(data.meta.from, data.meta.to)}</span>
      ${compare && before ? html`<span>${chartKey('previous')}${t('previous')}, ${formats.range(before.from, before.to)}</span>` : ''}
      ${data.points.some((point) => point.partial) ? html`<span>${chartKey('unfinished')}${t('partial')}</span>` : ''}`;
  }

  #onPointer(event: PointerEvent): void {
    const stage = event.currentTarget as HTMLElement;
    const index = this.#plot?.nearest(event.clientX - stage.getBoundingClientRect().left);
    if (index === undefined || index < 0) return;
    const started = this.dragged;
    this.cursor = index;
    if (event.type === 'pointermove' || event.button !== 0 || event.pointerType === 'touch') return;
    this.dragged = event.type === 'pointerdown' ? index : undefined;
    if (event.type === 'pointerup' && started !== undefined) this.#zoom(started, index);
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.#plot?.begun ?? 0) - 1;
    const step = KEYS[event.key];
    if (event.key === 'Enter' && this.cursor !== undefined) this.#zoom(this.cursor, this.cursor);
    else if (event.key === 'Escape') this.cursor = undefined;
    else if (step !== undefined && last >= 0) {
      const forward = this.matches(':dir(rtl)') && event.key.startsWith('Arrow') ? -step : step;
      this.cursor = Math.min(last, Math.max(0, this.cursor === undefined && Number.isFinite(step) ? last : (this.cursor ?? 0) + forward));
    } else return;
    event.preventDefault();
  }

  /** Looks closer at the buckets from one point to another; an hour is the closest there is. */
  #zoom(one: number, other: number): void {
    const { points, interval, meta } = this.#series.data ?? {};
    const first = points?.[Math.min(one, other)];
    const last = points?.[Math.max(one, other)];
    if (!first || !last || !interval || (interval === 'hour' && meta?.from === meta?.to)) return;
    const to = bucketDays(last.t, interval).to;
    this.cursor = undefined;
    this.context?.ask({ period: '', from: bucketDays(first.t, interval).from, to: meta && to > meta.to ? meta.to : to, interval: '' });
  }
}
