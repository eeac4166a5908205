// Styles first: what is alike compresses better side by side.
import './styles/index.ts';
import { setLoader } from './client/on-demand.ts';
import { setScriptOrigin } from './client/script-origin.ts';
import { StatsPanel } from './elements/stats-panel.ts';

// Only while a classic script runs does the page say which script it is; a module's is looked for by its name.
const script = document.currentScript ?? document.querySelector('script[src*="/stats-panel.js"]');
const src = (script as HTMLScriptElement | null)?.src ?? '';
setScriptOrigin(src);
// By its full address: a relative one has no base in a script from another origin.
setLoader((name) => import(src.replace(/\.js(?=[?#]|$)/, `.${name}.js`)));
StatsPanel.define();
