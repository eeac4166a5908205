/**
 * The tag to paste into the pages of a site.
 * @param site its public key, and its consent mode where that is not `required`
 * @param collectorUrl how browsers reach the collector, without a slash at the end
 * @param integrity Subresource Integrity hash of the script, where a page pins it
 */
export function snippet(site: { key: string; consent?: 'required' | 'anonymous' }, collectorUrl: string, integrity?: string): string {
  const attributes = [
    'async',
    `src="${escape(collectorUrl)}/passerby.js"`,
    `data-site="${escape(site.key)}"`,
    site.consent === 'anonymous' && 'data-consent="anonymous"',
    integrity !== undefined && `integrity="${escape(integrity)}" crossorigin="anonymous"`,
  ];
  return `<script ${attributes.filter(Boolean).join(' ')}></script>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
