'use client';
import '@passerby/dashboard-widget/define';
import type { StatsJsx } from '@passerby/dashboard-widget';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends StatsJsx {}
  }
}

/** The panel. It asks for a token when it needs one, and again before that ends. */
export function Statistics({ site, src }: { site: string; src: string }) {
  return <stats-panel site={site} src={src} view="portfolio" getToken={getToken} />;
}

async function getToken(): Promise<string> {
  const response = await fetch('/api/stats-token');
  if (!response.ok) throw new Error(`No token (${response.status}).`);
  return ((await response.json()) as { token: string }).token;
}
