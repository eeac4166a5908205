import { html, type TemplateResult } from 'lit';
import type { Dimension } from '../../../collector/src/contract/index.ts';
import { OPERATORS, type Filter, type Operator } from '../data/filter.ts';
import type { Text } from '../format/text.ts';
import { closePopover } from './close-popover.ts';

/** A form for a filter that no click on a table can make. */
export function filterForm({ t }: Text, dimensions: readonly Dimension[], add: (filter: Filter) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const [dimension, operator, value] = [...form.querySelectorAll<HTMLInputElement>('select,input')].map((field) => field.value.trim());
    closePopover(event);
    add({ dimension: dimension as Dimension, operator: operator as Operator, value: value! });
  };
  return html`
    <form class="menu" @submit=${submit}>
      <label>${t('dimension')}<select name="dimension">${dimensions.map((dimension) => html`<option value=${dimension}>${t(dimension)}</option>`)}</select></label>
      <label>${t('operator')}<select name="operator">${OPERATORS.map((operator) => html`<option value=${operator}>${t(operator)}</option>`)}</select></label>
      <label>${t('value')}<input name="value" required maxlength="500" autocomplete="off"></label>
      <button class="control">${t('apply')}</button>
    </form>`;
}
