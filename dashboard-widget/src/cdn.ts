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
// By its full address: a relative one has no base in a script from another origin.
setLoader(async <Name extends keyof Parts>(name: Name) => {
  const { default: made } = (await import(src.replace(/\.js(?=[?#]|$)/, `.${name}.js`))) as { default: (shared: typeof kit) => Parts[Name] };
  return { default: made(kit) };
});
StatsPanel.define();
