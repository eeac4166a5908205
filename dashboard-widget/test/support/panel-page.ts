import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { servePage, type PageServer } from '../../../test/support/page-server.ts';

export interface HostPage {
  page: Page;
  /** Violations of the content security policy and errors that reached the page, in order. */
  complaints: string[];
  close(): Promise<void>;
}

export interface HostPageOptions extends BrowserContextOptions {
  /** Where the script comes from. */
  collector: string;
  /** Where figures come from, if from elsewhere. */
  remote?: string;
  /** What stands in the page's body. */
  body: string;
  lang?: string;
  dir?: string;
  /** A page that is dark whatever the system says. */
  scheme?: 'light' | 'dark';
  /** Of the page's address. */
  search?: string;
  /** Runs in the page before anything else. */
  init?: () => void;
}

/** A host's own page on its own origin, under a content security policy that allows nothing but the panel. */
export async function openPage(browser: Browser, options: HostPageOptions): Promise<HostPage> {
  const { collector, remote = '', body, lang = 'en', dir = 'ltr', scheme = 'light', search = '', init, ...context } = options;
  const policy = [
    `default-src 'none'`, `script-src ${collector}`, `style-src 'none'`, `connect-src ${collector} ${remote}`,
    `require-trusted-types-for 'script'`, `trusted-types lit-html`,
  ].join('; ');
  const server: PageServer = await servePage(() => `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="${scheme}"><title>Back office</title>
    <script src="${collector}/stats-panel.js" defer></script></head><body bgcolor="${scheme === 'dark' ? '#101114' : '#faf9f6'}"><main><h1>Back office</h1>${body}</main></body></html>`,
  { 'content-security-policy': policy });
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  const page = await opened.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.exposeFunction('complain', (what: string) => complaints.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (globalThis as unknown as { complain(what: string): void }).complain(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  if (init) await page.addInitScript(init);
  await page.goto(`${server.url}/${search}`);
  return {
    page,
    complaints,
    async close() {
      await opened.close();
      await server.close();
    },
  };
}
