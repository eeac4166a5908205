/** Panel tokens, for whoever makes them: the command, a platform's own server. */
export type { Claims } from './claims.ts';
export { mintToken, type TokenRequest } from './mint-token.ts';
