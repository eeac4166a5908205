import { setLoader, type Parts } from './client/on-demand.ts';
import { setScriptOrigin } from './client/script-origin.ts';
import { StatsPanel } from './elements/stats-panel.ts';

/** Spelled out, so that a bundler sees what may be fetched. */
const PARTS: { [Name in keyof Parts]: () => Promise<{ default: Parts[Name] }> } = {
  de: () => import('./strings/de.ts'),
  es: () => import('./strings/es.ts'),
  fr: () => import('./strings/fr.ts'),
  it: () => import('./strings/it.ts'),
  nl: () => import('./strings/nl.ts'),
  pl: () => import('./strings/pl.ts'),
  pt: () => import('./strings/pt.ts'),
  export: () => import('./export/save.ts'),
  builder: () => import('./builder.ts'),
  sites: () => import('./sites.ts'),
  tools: () => import('./tools/index.ts'),
};

setScriptOrigin(import.meta.url);
setLoader((name) => PARTS[name]());
StatsPanel.define();
