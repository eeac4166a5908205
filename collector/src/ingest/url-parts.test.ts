import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { urlParts } from './url-parts.ts';

/** What the standard says, at the price that we do not want to pay for every event. */
function byTheStandard(address: string): ReturnType<typeof urlParts> {
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) ? { hostname: url.hostname, path: url.pathname } : undefined;
}

describe('urlParts', () => {
  it.each([
    'https://example.com', 'http://example.com/', 'https://example.com/a/b?q=1#x', 'https://example.com:8443/a', 'https://EXAMPLE.com/A', 'https://user:pw@example.com/a',
    'https://example.com/a/../b', 'https://example.com/.well-known/x', 'https://münchen.example/straße', 'https://example.com/a b', 'https://example.com\\a', 'https://[2001:db8::1]/a',
    'https://1.2.3/x', 'https://0x7f.1/', 'https://example.com?x', 'https://example.com#/hash', 'ftp://example.com/', 'javascript:alert(1)', '//example.com/', '/a', '', 'https://', 'https:///a', 'https://a..b/',
    'https://xn--a/', 'https://example.com/%2e%2e/x', 'https://example.com/%zz', 'https://example.com:99999/',
  ])('reads %o as the standard does', (address) => {
    expect(urlParts(address)).toEqual(byTheStandard(address));
  });

  it('keeps query and fragment where they are asked for', () => {
    expect(urlParts('https://example.com/search?page=2&tag=a b#/x', true)).toEqual({ hostname: 'example.com', path: '/search?page=2&tag=a%20b#/x' });
    expect(urlParts('https://example.com/a', true)).toEqual({ hostname: 'example.com', path: '/a' });
  });

  it('reads any address as the standard does', () => {
    const host = fc.stringMatching(/^[a-z0-9.-]{1,20}$/);
    const rest = fc.string({ unit: fc.constantFrom(...Array.from('abz09/.%2eEE-_~!$&\'()*+,;=:@?#[]"<>^`{|} \\é')), maxLength: 20 });
    fc.assert(fc.property(fc.constantFrom('https://', 'http://', 'HTTPS://'), host, rest, (scheme, name, tail) => {
      const address = `${scheme}${name}${tail}`;
      expect(urlParts(address)).toEqual(byTheStandard(address));
    }), { numRuns: 20_000 });
  });
});
