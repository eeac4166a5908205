import { LitElement, html, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Breakdown, Dimension } from '../../../../collector/src/contract/index.ts';
import type { DataContext } from '../../data/data-context.ts';
import { OPERATORS, type Operator } from '../../data/filter.ts';
import { queryParams } from '../../data/query-params.ts';
import { valueName } from '../../format/value-name.ts';
import { base } from '../../styles/base.ts';
import { theme } from '../../styles/theme.ts';
import { toolsStyles } from '../tools-styles.ts';
import { hasCodes, valueOf } from './value-of.ts';

/** Milliseconds after the last key before values are asked for. */
const PAUSE = 150;
/** Values that are suggested. As many as tables show, since a name is not what the collector searches by. */
const SUGGESTED = 100;

/**
 * Makes a filter and suggests the values that its dimension has, by the names that the tables show. Takes their codes too.
 * Inside the panel's popover only.
 */
export class StatsFilter extends LitElement {
  static override properties: PropertyDeclarations = { context: { attribute: false }, dimensions: { attribute: false }, dimension: { state: true }, operator: { state: true }, values: { state: true } };
  static override styles = [theme, base, toolsStyles];

  declare context: DataContext;
  declare dimensions: readonly Dimension[];
  protected declare dimension: Dimension | undefined;
  protected declare operator: Operator;
  /** Those suggested, as the collector spells them. */
  protected declare values: readonly string[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.operator = 'is';
    this.values = [];
  }

  static define(): void {
    if (!customElements.get('stats-filter')) customElements.define('stats-filter', StatsFilter);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('dimensions')) this.dimension ??= this.dimensions[0];
    if (!changed.has('dimension')) return;
    if (!this.#operators.includes(this.operator)) this.operator = 'is';
    this.values = [];
    void this.#suggest('');
  }

  protected override render(): TemplateResult {
    const { context: { text }, dimension, values } = this;
    const { t } = text;
    return html`
      <form class="menu" @submit=${this.#submit}>
        <label>${t('dimension')}<select name="dimension" @change=${(event: Event) => (this.dimension = (event.target as HTMLSelectElement).value as Dimension)}>
          ${this.dimensions.map((name) => html`<option value=${name} ?selected=${name === dimension}>${t(name)}</option>`)}</select></label>
        <label>${t('operator')}<select name="operator" @change=${(event: Event) => (this.operator = (event.target as HTMLSelectElement).value as Operator)}>
          ${this.#operators.map((name) => html`<option value=${name} ?selected=${name === this.operator}>${t(name)}</option>`)}</select></label>
        <label>${t('value')}<input name="value" list="values" required maxlength="500" autocomplete="off" @input=${this.#type}></label>
        <datalist id="values">${dimension && values.map((value) => html`<option value=${valueName(text, dimension, value)}></option>`)}</datalist>
        <button class="control">${t('apply')}</button>
      </form>`;
  }

  /** Half a code means nothing. */
  get #operators(): readonly Operator[] {
    return hasCodes(this.dimension!) ? OPERATORS.filter((name) => name.startsWith('is')) : OPERATORS;
  }

  readonly #type = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const { value } = input;
    input.setCustomValidity('');
    clearTimeout(this.#timer);
    if (!hasCodes(this.dimension!)) this.#timer = setTimeout(() => void this.#suggest(value), PAUSE);
  };

  async #suggest(search: string): Promise<void> {
    const { context, dimension } = this;
    const { query, client } = context;
    // Filters of the same dimension are alternatives to the one that is made.
    const filters = query.filters.filter((filter) => filter.dimension !== dimension);
    const answer = await client?.get<Breakdown>('breakdown', [...queryParams({ ...query, filters }), ['dimension', dimension!], ['search', search.trim()], ['limit', String(SUGGESTED)]])
      // A filter can be written without suggestions too.
      .catch(() => undefined);
    if (dimension === this.dimension) this.values = answer?.rows.map((row) => row.value) ?? [];
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { context, operator, values } = this;
    const { text } = context;
    const dimension = this.dimension!;
    const input = (event.target as HTMLFormElement).querySelector('input')!;
    const typed = input.value.trim();
    const value = operator.startsWith('is') ? valueOf(text, dimension, typed, values) : typed;
    if (value === undefined) {
      input.setCustomValidity(text.t('empty'));
      input.reportValidity();
      return;
    }
    this.dispatchEvent(new Event('stats-done'));
    context.ask({ filters: [...context.query.filters, { dimension, operator, value }] });
  };
}
