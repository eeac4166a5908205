/**
 * The page's globals, taken once: a page that later overrides `fetch` or `JSON.stringify` does not reach us, and each name
 * minifies to one letter. Undefined where there is no browser, so that the package can be imported on a server.
 * `localStorage` is not among them: merely touching it is a probe, and throws in a sandboxed frame.
 */
export const { document, navigator, location, history, fetch } = globalThis as unknown as Window & typeof globalThis;

export const { stringify, parse } = JSON;

export const now = (): number => Date.now();

export const hidden = (): boolean => document.visibilityState == 'hidden';
