import '@passerby/dashboard-widget/define';
import type { StatsJsx } from '@passerby/dashboard-widget';
import { COLLECTOR, SITE } from './settings.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends StatsJsx {}
  }
}

/** React 19 sets properties of elements, functions too. Where a server renders the page, see the guide to Next.js. */
export function Statistics() {
  return <stats-panel site={SITE} src={COLLECTOR} view="portfolio" getToken={getToken} />;
}

/** Your server knows who is signed in, and mints the token. */
async function getToken(): Promise<string> {
  const response = await fetch('/stats-token');
  if (!response.ok) throw new Error(`No token (${response.status}).`);
  return ((await response.json()) as { token: string }).token;
}
