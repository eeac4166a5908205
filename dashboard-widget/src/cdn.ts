// Styles first: what is alike compresses better side by side.
import './styles/index.ts';
import { setLoader, type Parts } from './client/on-demand.ts';
import { setScriptOrigin } from './client/script-origin.ts';
import { StatsPanel } from './elements/stats-panel.ts';
import * as kit from './kit.ts';

// Only while a classic script runs does the page say which script it is; a module's is looked for by its name.
const script = document.currentScript ?? document.querySelector('script[src*="/stats-panel.js"]');
const src = (script as HTMLScriptElement | null)?.src ?? '';
setScriptOrigin(src);

let failures = 0;
// By its full address: a relative one has no base in a script from another origin.
setLoader(async <Name extends keyof Parts>(name: Name) => {
  // What could not be fetched once, a browser does not fetch again under the same address.
  const url = src.replace(/\.js(?=[?#]|$)/, `.${name}.js`) + (failures ? `#${failures}` : '');
  const { default: made } = (await import(url).catch((error: unknown) => {
    failures += 1;
    throw error;
  })) as { default: (shared: typeof kit) => Parts[Name] };
  return { default: made(kit) };
});
StatsPanel.define();
