/** Properties of every event. */
export let shared: object | undefined;

export const set = (properties: object): unknown => (shared = { ...shared, ...properties });
