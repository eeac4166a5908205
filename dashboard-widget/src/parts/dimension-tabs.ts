import { html, type TemplateResult } from 'lit';
import type { Dimension } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';

/** So many tabs stand side by side; what is beyond goes into a list. */
const MOST_TABS = 3;

/** One tab per dimension, walked with the arrow keys. */
export function dimensionTabs(text: Text, dimensions: readonly Dimension[], chosen: Dimension, choose: (dimension: Dimension) => void): TemplateResult {
  const { t } = text;
  const most = dimensions.length > MOST_TABS + 1 ? MOST_TABS : dimensions.length;
  const tabs = dimensions.slice(0, most);
  const rest = dimensions.slice(most);
  const reachable = tabs.includes(chosen) ? chosen : tabs[0];
  return html`
    <div class="tabs" role="tablist" @keydown=${walk}>
      ${tabs.map((dimension) => html`
        <button class="tab" role="tab" type="button" aria-selected=${dimension === chosen} aria-controls="panel"
          tabindex=${dimension === reachable ? 0 : -1} @click=${() => choose(dimension)}>${t(dimension)}</button>`)}
    </div>
    ${rest.length ? html`
      <select class="quiet ${rest.includes(chosen) ? 'on' : ''}" aria-label=${t('more_tabs')} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Dimension)}>
        <option value="" disabled hidden ?selected=${!rest.includes(chosen)}>${t('more_tabs')}</option>
        ${rest.map((dimension) => html`<option value=${dimension} ?selected=${dimension === chosen}>${t(dimension)}</option>`)}
      </select>` : ''}`;
}

function walk(event: KeyboardEvent): void {
  const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.indexOf(event.target as HTMLElement);
  const forward = getComputedStyle(event.currentTarget as HTMLElement).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const next = event.key === forward ? at + 1 : event.key === backward ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined;
  if (next === undefined) return;
  event.preventDefault();
  const tab = tabs[(next + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
