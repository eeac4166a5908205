import { isLoopback } from './loopback.ts';

/**
 * The tags to paste into the pages of a site: the banner, which asks first, where the site's mode asks at all; then the tracker.
 * @param site its public key, its consent mode where that is not `required`, and its domain: one of this machine is tracked only
 *   where the tag says so
 * @param collectorUrl how browsers reach the collector, without a slash at the end
 * @param hash where a page pins the scripts: the Subresource Integrity hash of one, by file name
 */
export function snippet(site: { key: string; consent?: 'required' | 'anonymous'; domain?: string }, collectorUrl: string, hash?: (file: string) => string): string {
  const tag = (file: string, ...more: (string | false)[]): string => {
    const attributes = [
      'defer',
      `src="${escape(collectorUrl)}/${file}"`,
      `data-site="${escape(site.key)}"`,
      ...more,
      hash !== undefined && `integrity="${escape(hash(file))}" crossorigin="anonymous"`,
    ];
    return `<script ${attributes.filter(Boolean).join(' ')}></script>`;
  };
  const anonymous = site.consent === 'anonymous';
  const tracker = tag('passerby.js', anonymous && 'data-consent="anonymous"', isLoopback(site.domain ?? '') && 'data-local');
  return anonymous ? tracker : `${tag('banner.js')}\n${tracker}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
