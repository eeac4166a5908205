import { document } from './browser.ts';
import type { Source } from './settings.ts';
import { start } from './tracker.ts';

/** The script tag. `currentScript` is read at once: it is null in any callback. */
start(document.currentScript as unknown as Source);
