'use client';
import type { StatsJsx, StatsPanel } from '@passerby/dashboard-widget';
import { useEffect } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends StatsJsx {}
  }
}

/** The panel. It is defined once it knows whom to ask for a token. */
export function Statistics({ site, src }: { site: string; src: string }) {
  useEffect(() => { void import('@passerby/dashboard-widget/define'); }, []);
  return <stats-panel ref={connect} site={site} src={src} view="portfolio" />;
}

/** A function is no attribute, and on an element that the server has rendered React sets attributes only. */
function connect(panel: StatsPanel | null): void {
  if (panel) panel.getToken = getToken;
}

/** The panel asks when it needs a token, and again before that ends. */
async function getToken(): Promise<string> {
  const response = await fetch('/api/stats-token');
  if (!response.ok) throw new Error(`No token (${response.status}).`);
  return ((await response.json()) as { token: string }).token;
}
