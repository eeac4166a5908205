import { Parser } from 'htmlparser2';

/** A tag of the tracker or of the banner on a page. */
export interface Tag {
  /** Resolved against the page. */
  src: URL;
  site: string;
  /** `data-api`, where batches go when not to the script's own origin. */
  api: string | undefined;
  /** `data-consent`. */
  consent: string | undefined;
  /** Subresource Integrity hashes, as written. */
  integrity: string | undefined;
  /** `data-local`: counts on a developer's machine too. */
  local: boolean;
  /** It is the consent banner. */
  banner: boolean;
}

export interface Page {
  tags: Tag[];
  /** Policies that the page itself sets in `<meta http-equiv>`. */
  policies: string[];
}

/** Finds our tags in the HTML of a page: scripts with `data-site` and `src`, whatever name the file was given on a first-party path. */
export function readPage(html: string, base: URL): Page {
  const page: Page = { tags: [], policies: [] };
  const parser = new Parser({
    onopentag(name, attributes) {
      const { src, content } = attributes;
      if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'content-security-policy' && content) page.policies.push(content);
      const site = attributes['data-site'];
      const url = name === 'script' && site && src ? URL.parse(src, base.href) : null;
      if (!url || !site) return;
      page.tags.push({
        src: url, site, api: attributes['data-api'], consent: attributes['data-consent'], integrity: attributes['integrity'], local: 'data-local' in attributes,
        banner: url.pathname.endsWith('/banner.js'),
      });
    },
  });
  parser.end(html);
  return page;
}
