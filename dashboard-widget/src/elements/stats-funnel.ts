import { html, svg, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Funnel, Funnels } from '../../../collector/src/contract/index.ts';
import { queryParams } from '../data/query-params.ts';
import type { Table } from '../data/table.ts';
import type { MessageKey } from '../strings/messages.ts';
import { StatsReport } from './stats-report.ts';

/**
 * How far visitors come, step by step: how many go on, how many leave, and how long it takes them.
 *
 * @tag stats-funnel
 * @attr funnel - Id or name of a funnel of the site; default: its first. The reader may choose another.
 * @csspart funnel - The section.
 * @csspart step - A step.
 * @csspart bar - The bar of a step.
 */
export class StatsFunnel extends StatsReport<Funnel> {
  static override tag = 'stats-funnel';
  static override properties: PropertyDeclarations = { funnel: {} };

  declare funnel: string;
  protected readonly name = 'funnel';
  protected override readonly hint: MessageKey = 'setup_hint';
  protected override readonly drawn = true;
  protected override readonly first = this.ask<Funnels>('funnels', (query) => queryParams({ ...query, filters: [] }));
  // Its steps are events, not visits: what keeps visits does not keep them.
  protected readonly answer = this.ask<Funnel>('funnel', (query) => {
    const id = this.#chosen;
    return id === undefined ? this.nothing ? undefined : 'hold' : [...queryParams({ ...query, filters: [] }), ['id', String(id)]];
  });

  constructor() {
    super();
    this.funnel = '';
  }

  protected override get nothing(): boolean {
    return this.first.data?.funnels.length === 0;
  }

  get #chosen(): number | undefined {
    const { funnels = [] } = this.first.data ?? {};
    return (funnels.find(({ funnel_id, name }) => [String(funnel_id), name].includes(this.funnel)) ?? funnels[0])?.funnel_id;
  }

  protected override choice(): unknown {
    const { funnels = [] } = this.first.data ?? {};
    return funnels.length > 1 ? html`
      <select class="quiet" aria-label=${this.text.t('funnel')} @change=${(event: Event) => (this.funnel = (event.target as HTMLSelectElement).value)}>
        ${funnels.map(({ funnel_id, name }) => html`<option value=${funnel_id} ?selected=${funnel_id === this.#chosen}>${name}</option>`)}
      </select>` : '';
  }

  protected override get unfiltered(): boolean {
    return Boolean(this.context?.query.filters.length);
  }

  protected table({ name, steps, meta }: Funnel): Table {
    const { t } = this.text;
    return {
      name: 'funnel',
      meta,
      columns: [
        { name: 'step', label: name }, { name: 'visitors', label: t('visitors') }, { name: 'step_rate', label: t('of_before'), kind: 'rate' },
        { name: 'total_rate', label: t('of_first'), kind: 'rate' }, { name: 'median_seconds', label: t('median'), kind: 'duration' },
      ],
      rows: steps.map((step) => [step.name, step.visitors, step.step_rate, step.total_rate, step.median_seconds]),
    };
  }

  protected draw({ name, steps }: Funnel): TemplateResult {
    const { t, formats } = this.text;
    return html`
      <p class="lead">${name}</p>
      <ol>${steps.map(({ name: step, visitors, total_rate }, index) => {
        const next = steps[index + 1];
        return html`
          <li part="step">
            <p class="step"><span><bdi>${index + 1}. ${step}</bdi></span>${formats.number(visitors)}<span class="share">${formats.percent(total_rate)}</span></p>
            <svg class="gauge" part="bar" aria-hidden="true">${svg`
              <rect width="${100 * (steps[index - 1]?.total_rate ?? 0)}%" height="100%" rx="5"/><rect class="on" width="${100 * total_rate}%" height="100%" rx="5"/>`}</svg>
            <p class="lost"><bdi>${next ? t('lost', { count: formats.number(visitors - next.visitors), share: formats.percent(1 - next.step_rate) }) : ''}${
              next?.median_seconds ? ` · ${t('after', { time: formats.duration(next.median_seconds) })}` : ''}</bdi></p>
          </li>`;
      })}</ol>`;
  }
}
