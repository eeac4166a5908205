import { isLoopback } from './loopback.ts';

/**
 * The tag to paste into the pages of a site.
 * @param site its public key, its consent mode where that is not `required`, and its domain: one of this machine is tracked only
 *   where the tag says so
 * @param collectorUrl how browsers reach the collector, without a slash at the end
 * @param integrity Subresource Integrity hash of the script, where a page pins it
 */
export function snippet(site: { key: string; consent?: 'required' | 'anonymous'; domain?: string }, collectorUrl: string, integrity?: string): string {
  const attributes = [
    'defer',
    `src="${escape(collectorUrl)}/passerby.js"`,
    `data-site="${escape(site.key)}"`,
    site.consent === 'anonymous' && 'data-consent="anonymous"',
    isLoopback(site.domain ?? '') && 'data-local',
    integrity !== undefined && `integrity="${escape(integrity)}" crossorigin="anonymous"`,
  ];
  return `<script ${attributes.filter(Boolean).join(' ')}></script>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
