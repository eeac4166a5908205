/** The person who is logged in, by the platform's own id. Lives as long as the page. */
export let user: string | undefined;

export const identify = (id?: string): unknown => (user = id);
