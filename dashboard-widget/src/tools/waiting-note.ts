import { html, type TemplateResult } from 'lit';
import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { copyText } from './copy-text.ts';

/** For a site without any event: what to do, and whether the first event has just arrived. */
export function waitingNote({ t }: Text, meta: Meta, src: string): TemplateResult {
  const snippet = `<script defer src="${src}/passerby.js" data-site="${meta.site}"></script>`;
  if (meta.pending) return html`<div class="note" role="status"><strong>${t('arrived')}</strong></div>`;
  return html`
    <div class="note">
      <strong>${t('waiting')}</strong>
      <p>${t('waiting_hint', { site: meta.domain })}</p>
      <pre tabindex="0"><code>${snippet}</code></pre>
      <button class="control" @click=${(event: Event) => copyText(event, snippet, t('copied'))}>${t('copy')}</button>
    </div>`;
}
