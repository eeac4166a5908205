import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { built } from './built.ts';

/** Brings `window.passerbyBanner` along. */
export type { Choice } from '../src/banner/settings.ts';

export interface PageOptions {
  /** Public key of the site. */
  key?: string;
  /** Attributes of the banner's script tag, after `data-site`. */
  attributes?: string;
  /** Of the html element. */
  lang?: string;
  dir?: 'ltr' | 'rtl';
  /** Before the banner's tag. */
  head?: string;
  body?: string;
  headers?: Record<string, string>;
}

/** What arrived at `/api/consent`. */
export interface Proof {
  site: string;
  record: { id: string; version: string; choice: Record<string, boolean>; time: string };
}

export interface BannerSite {
  url: string;
  /** The address of a new page of the site. */
  page(options?: PageOptions): string;
  /** What the collector was sent. */
  proofs: Proof[];
  /** Every request but those for pages and scripts, as `METHOD /path`. */
  requests: string[];
  /** What the collector answers from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

export const SITE_KEY = 'pk_banner_test';

const BODY = '<main><h1>Paintings of slow water</h1><p>Oil on linen.</p></main><footer><button data-consent-open>Privacy choices</button></footer>';

/** A site that carries the banner, and a collector that remembers what it was sent. */
export async function startBannerSite(scripts: Record<string, string> = {}): Promise<BannerSite> {
  const files: Record<string, string> = { '/banner.js': await built('banner.js'), ...scripts };
  const pages: PageOptions[] = [];
  const proofs: Proof[] = [];
  const requests: string[] = [];
  let status = 204;

  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://site.test');
    if (files[pathname]) return void response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(files[pathname]);
    const page = pages[Number(pathname.slice(1)) - 1];
    if (page) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(render(page));
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    requests.push(`${request.method} ${pathname}`);
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); }).on('end', () => {
      if (pathname === '/api/consent' && status < 300) proofs.push(JSON.parse(body) as Proof);
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    proofs,
    requests,
    page: (options = {}) => `${url}/${pages.push(options)}`,
    answer(next) { status = next; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

function render({ key = SITE_KEY, attributes = '', lang = 'en', dir = 'ltr', head = '', body = BODY }: PageOptions): string {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mara Lind, paintings</title>${head}
<script defer src="/banner.js" data-site="${key}" ${attributes}></script></head><body>${body}</body></html>`;
}

/** The banner, as assistive technology finds it. */
export const region = (page: Page, name = 'Privacy') => page.getByRole('region', { name, exact: true });

export const button = (page: Page, name: string) => region(page).getByRole('button', { name, exact: true });

/** What is kept in the browser, for the page's origin. */
export const stored = (page: Page): Promise<Record<string, string>> => page.evaluate(() => Object.fromEntries(Object.entries(localStorage)) as Record<string, string>);
