import { html, type TemplateResult } from 'lit';
import type { StatsError } from '../client/stats-error.ts';
import type { Text } from '../format/text.ts';
import type { MessageKey } from '../strings/messages.ts';
import { icon } from './icon.ts';

/** Stands where there is nothing to show. */
export const emptyNote = ({ t }: Text, hint: MessageKey = 'empty_hint'): TemplateResult =>
  html`<div class="note"><strong>${t(hint === 'empty_hint' ? 'empty' : 'nothing_yet')}</strong><span>${t(hint)}</span></div>`;

/** Stands where nothing could be loaded, says why and offers to try again. */
export function errorNote(text: Text, error: StatsError, retry: () => void): TemplateResult {
  const key = `failed_${error.code}`;
  return html`
    <div class="note" role="group">
      <strong>${text.t('failed')}</strong>
      <span>${text.has(key) ? text.t(key) : error.message}</span>
      <button class="control" @click=${retry}>${icon('refresh')}${text.t('retry')}</button>
    </div>`;
}
