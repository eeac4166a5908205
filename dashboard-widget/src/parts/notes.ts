import { html, type TemplateResult } from 'lit';
import type { StatsElement } from '../elements/stats-element.ts';
import type { StatsError } from '../client/stats-error.ts';
import type { Text } from '../format/text.ts';
import type { MessageKey } from '../strings/messages.ts';
import { icon } from './icon.ts';

/** Stands where there is nothing to show. @param why key of the reason, where it is not the range */
export const emptyNote = ({ t }: Text, why?: MessageKey): TemplateResult =>
  html`<div class="note"><strong>${t(why ?? 'empty')}</strong>${why ? '' : html`<span>${t('empty_hint')}</span>`}</div>`;

/**
 * Stands where nothing could be loaded and says why: with a way to try again or, where the plan ends, what goes on.
 *
 * @param titled whether it says itself that something failed
 */
export function errorNote(host: StatsElement, { code, message, allowedBy }: StatsError, titled = true): TemplateResult {
  const { text, context, tools, trouble } = host;
  const { t } = text;
  const key = `failed_${code}`;
  const why = text.has(key) ? t(key) : tools || trouble ? message : '';
  if (code === 'forbidden_by_plan') {
    return html`<div class="note" role="group"><strong>${why}</strong>${allowedBy.length ? html`<span>${t('included', { plans: allowedBy.map((plan) => context!.planName(plan)).join(', ') })}</span>` : ''}</div>`;
  }
  return html`
    <div class="note" role="group">
      <strong>${titled ? t('failed') : why}</strong>
      ${titled ? html`<span>${why}</span>` : ''}
      <button class="control" @click=${() => context?.refresh()}>${icon('refresh')}${t('retry')}</button>
    </div>`;
}
