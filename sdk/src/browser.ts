/**
 * The page's globals, taken once: what a page overrides later does not reach us, and each name minifies to one letter.
 * Undefined where there is no browser, so that the package can be imported on a server. `localStorage` is not among them: it
 * throws where storage is forbidden.
 */
export const { document, navigator, location, fetch } = globalThis as unknown as Window & typeof globalThis;

export const { stringify, parse } = JSON;

export const { now } = Date;
