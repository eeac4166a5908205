/** The page before, where this one was reached without loading. */
export let referrer: string | undefined;

export const refer = (address: string | undefined): unknown => (referrer = address);
