import { html, type TemplateResult } from 'lit';
import type { Dimension } from '../../../collector/src/contract/index.ts';
import { stepOf } from '../data/step-of.ts';
import type { Text } from '../format/text.ts';

/** Pixels that a tab needs, on average and in the longer languages. */
const TAB = 120;
/** And those that the buttons beside them need. */
const BUTTONS = 60;

/** One tab per dimension, walked with the arrow keys. */
export function dimensionTabs(text: Text, dimensions: readonly Dimension[], chosen: Dimension, width: number, choose: (dimension: Dimension) => void): TemplateResult {
  const { t } = text;
  // What does not fit goes into a list.
  const most = Math.max(1, Math.floor((width - BUTTONS) / TAB));
  const tabs = dimensions.slice(0, most);
  const rest = dimensions.slice(most);
  const reachable = tabs.includes(chosen) ? chosen : tabs[0];
  return html`
    <div class="tabs" role="tablist" @keydown=${walk}>
      ${tabs.map((dimension) => html`
        <button class="tab" role="tab" aria-selected=${dimension === chosen} aria-controls="panel"
          tabindex=${dimension === reachable ? 0 : -1} @click=${() => choose(dimension)}>${t(dimension)}</button>`)}
    </div>
    ${rest.length ? html`
      <select class="quiet ${rest.includes(chosen) ? 'on' : ''}" aria-label=${t('more_tabs')} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Dimension)}>
        <option value="" disabled hidden ?selected=${!rest.includes(chosen)}>${t('more_tabs')}</option>
        ${rest.map((dimension) => html`<option value=${dimension} ?selected=${dimension === chosen}>${t(dimension)}</option>`)}
      </select>` : ''}`;
}

function walk(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const tabs = [...list.querySelectorAll('button')];
  const next = stepOf(event.key, tabs.indexOf(event.target as HTMLButtonElement), tabs.length, list.matches(':dir(rtl)'));
  if (next === undefined) return;
  event.preventDefault();
  tabs[next]?.focus();
  tabs[next]?.click();
}
