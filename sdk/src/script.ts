import { start } from './tracker.ts';
import type { Settings } from './settings.ts';

/** The script tag. `currentScript` is read at once: it is null in any callback. */
const script = document.currentScript as HTMLScriptElement;
const data = script.dataset;

start({ ...data, api: new URL('api/track', new URL(data['api'] || '/', script.src)).href } as unknown as Settings);
