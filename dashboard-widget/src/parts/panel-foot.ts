import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { updatedText } from '../format/updated-text.ts';
import { icon } from './icon.ts';

/** Which time zone cuts the days, how old the figures are, and a way to ask again. */
export function panelFoot(text: Text, meta: Meta | undefined, failed: boolean, refresh: () => void): TemplateResult {
  const { t } = text;
  return html`
    <footer class="foot" part="foot">
      <p>${meta ? html`
        ${t('zone', { zone: meta.timezone.replaceAll('_', ' ') })}<span aria-hidden="true"> · </span>
        ${updatedText(text, meta)}${meta.pending ? `; ${t('pending')}` : ''}
        ${meta.approximate ? html`<br>${t('approximate')}` : ''}` : failed ? '' : html`<span class="skeleton"></span>`}</p>
      <button class="quiet" @click=${refresh}>${icon('refresh')}${t('refresh')}</button>
    </footer>`;
}
