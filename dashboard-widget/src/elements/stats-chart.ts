import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Interval, Meta, Summary } from '../../../collector/src/contract/index.ts';
import type { Params } from '../client/stats-client.ts';
import { axisLabels } from '../chart/axis-labels.ts';
import { chartLegend } from '../chart/chart-legend.ts';
import { chartSvg } from '../chart/chart-svg.ts';
import { pointWords } from '../chart/point-words.ts';
import type { Line } from '../chart/line.ts';
import { plot, type Plot } from '../chart/plot.ts';
import { bucketDays } from '../data/bucket-days.ts';
import { figureParams } from '../data/figure-params.ts';
import { figureNamed, grainOf } from '../data/figures.ts';
import { chosenInterval, possibleIntervals } from '../data/intervals.ts';
import { narrow } from '../data/narrow.ts';
import { queryParams } from '../data/query-params.ts';
import { DEFAULT_QUERY, type Query } from '../data/query.ts';
import { samplesOf, type Series } from '../data/sample.ts';
import { SizeWatch } from '../data/size-watch.ts';
import { stepOf } from '../data/step-of.ts';
import { summaryParams } from '../data/summary-params.ts';
import { CHART_FORMATS, TABLE_FORMATS, type Format } from '../export/format.ts';
import { againstName } from '../format/against-text.ts';
import { figureText } from '../format/figure-text.ts';
import { about } from '../parts/about.ts';
import { exportMenu } from '../parts/export-menu.ts';
import { icon } from '../parts/icon.ts';
import { emptyNote, errorNote } from '../parts/notes.ts';
import { chartStyles } from '../styles/chart-styles.ts';
import { tableStyles } from '../styles/table-styles.ts';
import { StatsElement } from './stats-element.ts';

interface Answer extends Series {
  interval?: Interval;
  meta: Meta;
}

/** Pixels that a digit of an axis label takes. */
const DIGIT = 7.2;

/**
 * The main chart: one figure over time, the previous period dotted behind it, the unfinished bucket dashed. Arrow keys walk
 * its points, a click or a drag zooms in, and the same points are there as a table and as files.
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
  readonly #series = this.ask<Answer>(seriesEndpoint, (query) => seriesParams(query, 'events'));
  readonly #whole = this.ask<Answer>(seriesEndpoint, (query) => (figureNamed(query.metric).of ? seriesParams(query, 'of') : undefined));
  readonly #before = this.ask<Answer>(seriesEndpoint, (query) => seriesParams(this.#previously(query), 'events'));
  readonly #wholeBefore = this.ask<Answer>(seriesEndpoint, (query) => (figureNamed(query.metric).of ? seriesParams(this.#previously(query), 'of') : undefined));
  #plot: Plot | undefined;

  constructor() {
    super();
    this.asTable = false;
  }

  get #query(): Query {
    return this.context?.query ?? DEFAULT_QUERY;
  }

  /** The same question about the previous period, as the summary tells it. */
  #previously(query: Query): Query | 'hold' | undefined {
    if (!query.compare) return undefined;
    const { data, loading } = this.#summary;
    if (loading || !data?.previous) return 'hold';
    return { ...query, from: data.previous.from, to: data.previous.to, period: '', interval: chosenInterval(query, grainOf(figureNamed(query.metric))) };
  }

  get #line(): Line | undefined {
    const { data } = this.#series;
    const { metric, compare, against } = this.#query;
    const figure = figureNamed(metric);
    const { text } = this;
    if (!data || (figure.of && !this.#whole.data)) return undefined;
    const { interval = 'day' } = data;
    const smallest = this.context?.smallestPlan;
    return {
      metric, kind: figure.kind, interval, name: text.t(metric), buckets: data.points, meta: data.meta,
      samples: samplesOf(figure, data, this.#whole.data, smallest),
      previous: compare ? samplesOf(figure, this.#before.data, this.#wholeBefore.data, smallest) : [],
      previousName: text.t(againstName(against)),
      previousMeta: compare ? this.#before.data?.meta : undefined,
      text: (value, short) => figureText(text.formats, figure.kind, value, short),
      bucket: ({ t }) => text.formats.bucket(t, interval),
    };
  }

  protected override render(): TemplateResult {
    const { text, context } = this;
    const { t } = text;
    const query = this.#query;
    const line = this.#line;
    const grain = grainOf(figureNamed(query.metric));
    return html`
      <figure part="chart" class=${this.#series.loading && line ? 'busy' : ''} aria-busy=${this.#series.loading}>
        <header>
          <h3>${t(query.metric)}</h3>${about(this, t(query.metric), `${query.metric}_about`, this.#series.data?.meta)}
          <select class="quiet" aria-label=${t('interval')} @change=${(event: Event) => context?.ask({ interval: (event.target as HTMLSelectElement).value as Interval })}>
            ${possibleIntervals(query, grain).map((interval) => html`<option value=${interval} ?disabled=${context?.access?.allows.intervals.includes(interval) === false} ?selected=${interval === chosenInterval(query, grain)}>${t(interval)}</option>`)}
          </select>
          <button class="quiet" aria-pressed=${query.compare} @click=${() => context?.ask({ compare: !query.compare })}>${t('compare')}</button>
          <button class="quiet" aria-pressed=${this.asTable} aria-label=${t('show_table')} title=${t('show_table')}
            @click=${() => (this.asTable = !this.asTable)}>${icon('table')}</button>
          ${exportMenu(this, this.asTable ? TABLE_FORMATS : CHART_FORMATS, line && ((format) => void this.#save(format, line)))}
        </header>
        <div class="stage">${this.#stage(line)}</div>
        <figcaption class="legend">${line ? chartLegend(text, line) : ''}</figcaption>
      </figure>`;
  }

  #stage(line: Line | undefined): TemplateResult {
    const error = this.#series.error ?? this.#whole.error;
    if (!line) {
      if (error) return errorNote(this, error);
      // Filters leave the figure without meaning.
      if (this.context && !seriesParams(this.context.query, 'events')) return emptyNote(this.text, 'unfiltered');
      return html`<span class="skeleton bones"></span>`;
    }
    if (this.asTable && this.tools) return this.tools.chartTable(this.text, line);
    if (!this.#size.width) return html``;
    const nothing = line.samples.every((sample) => sample.value === 0) && line.previous.every((sample) => sample.value === 0);
    return html`${this.#draw(line)}${nothing ? emptyNote(this.text) : ''}`;
  }

  #draw(line: Line): TemplateResult {
    const { text, dragged } = this;
    const { samples, previous, buckets, kind } = line;
    const { width, height } = this.#size;
    const rtl = this.matches(':dir(rtl)');
    const cursor = this.cursor !== undefined && this.cursor < samples.length ? this.cursor : undefined;
    const drawn = plot({
      samples, previous, kind, width, height, rtl, buckets: buckets.length,
      gutter: (ticks) => 14 + DIGIT * Math.max(...ticks.map((tick) => line.text(tick, true).length)),
    });
    this.#plot = drawn;
    const spoken = cursor ?? samples.length - 1;
    const leave = (): void => void (this.cursor = this.dragged = undefined);
    return html`
      <div class="plot" tabindex="0" role="slider" aria-orientation="horizontal"
        aria-label=${text.t('chart_label', { metric: line.name, interval: text.t(line.interval) })}
        aria-valuemin="1" aria-valuemax=${Math.max(1, samples.length)} aria-valuenow=${spoken + 1} aria-valuetext=${pointWords(text, line, spoken)}
        @keydown=${this.#onKey} @blur=${leave} @pointerleave=${leave}
        @pointermove=${this.#onPointer} @pointerdown=${this.#onPointer} @pointerup=${this.#onPointer}>
        ${chartSvg({
          plot: drawn, rtl,
          labels: axisLabels(drawn, buckets, line.interval, text.formats),
          tickText: (value) => line.text(value, true),
          cursor: cursor === undefined ? undefined : { index: cursor, value: samples[cursor]!.value, previous: previous[cursor]?.value },
          chosen: dragged !== undefined && cursor !== undefined && dragged !== cursor ? [dragged, cursor] : undefined,
        })}
        ${cursor === undefined ? '' : this.tools?.chartTip(text, line, cursor, drawn.x(cursor), width)}
      </div>`;
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
    if (event.key === 'Enter' && this.cursor !== undefined) this.#zoom(this.cursor, this.cursor);
    else if (event.key === 'Escape') this.cursor = undefined;
    else {
      const to = stepOf(event.key, this.cursor, this.#line?.samples.length ?? 0, this.matches(':dir(rtl)'));
      if (to === undefined) return;
      this.cursor = to;
    }
    event.preventDefault();
  }

  /** Looks closer at the buckets from one point to another; the hours of a day are the closest there is. */
  #zoom(one: number, other: number): void {
    const { samples = [], interval, meta } = this.#line ?? {};
    const first = samples[Math.min(one, other)];
    const last = samples[Math.max(one, other)];
    if (!first || !last || !interval || !meta || (interval === 'hour' && meta.from === meta.to)) return;
    const [from, to] = [bucketDays(first.t, interval).from, bucketDays(last.t, interval).to];
    this.cursor = undefined;
    this.context?.ask({ period: '', from: from < meta.from ? meta.from : from, to: to > meta.to ? meta.to : to, interval: '' });
  }

  #save(format: Format, line: Line): Promise<void> {
    // Without the cursor, which is the reader's and not the chart's.
    this.cursor = undefined;
    return this.save(async ({ saveLine }) => {
      await this.updateComplete;
      await saveLine(this, format, this.text, line, this.renderRoot.querySelector<SVGSVGElement>('.plot svg'));
    });
  }
}

const seriesEndpoint = ({ metric }: Query): string => figureNamed(metric).at ?? 'timeseries';

function seriesParams(query: Query | 'hold' | undefined, part: 'events' | 'of'): Params | 'hold' | undefined {
  if (!query || query === 'hold') return query;
  const figure = figureNamed(query.metric);
  // In the words of its card, and so with the card's answer.
  if (figure.at) return figureParams(query, figure);
  const narrowed = narrow(query, figure[part]);
  return narrowed && [...queryParams(narrowed), ['interval', chosenInterval(narrowed)]];
}
