/** What can be wrong with a site: a stable code, and a sentence that says what to do. */
export const SITE_ERRORS = {
  invalid_domain: 'This is not a domain. Write it without scheme, port and path, as in portfolio.example.',
  invalid_timezone: 'This is not a time zone. Use a name of the IANA list, as in Europe/Zurich.',
  invalid_origin: 'This is not an origin. Write scheme and host, as in https://www.example.com or https://*.example.com.',
  unknown_site: 'There is no site with this key.',
} as const;

export type SiteErrorCode = keyof typeof SITE_ERRORS;

/** An error that a person can act on; `message` is the sentence of its code and the value that was refused. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly code: SiteErrorCode;
  constructor(code: SiteErrorCode, value: string) {
    super(`${SITE_ERRORS[code]} (${value})`);
    this.code = code;
  }
}
