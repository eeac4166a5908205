import { StatsError } from './stats-error.ts';

/** Gives a bearer token, at once or later. */
export type GetToken = () => string | Promise<string>;

/** Renew this many seconds before the token's own end, so that no request meets it. */
const MARGIN = 30;

/** Holds one token, asks for a new one when it ends or was refused, and never asks twice at a time. */
export class TokenKeeper {
  readonly #getToken: GetToken;
  #token = '';
  #asking: Promise<string> | undefined;

  constructor(getToken: GetToken) {
    this.#getToken = getToken;
  }

  /**
   * @param refused a token that was just refused, if any
   * @throws {StatsError} token_failed, with what the host's function failed with
   */
  async token(refused?: string): Promise<string> {
    if (this.#token && this.#token !== refused && !endsSoon(this.#token)) return this.#token;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    this.#token = await this.#asking;
    return this.#token;
  }

  async #ask(): Promise<string> {
    try {
      return await this.#getToken();
    } catch (error) {
      throw new StatsError('token_failed', String(error));
    }
  }
}

/** A token that is no JWT, or names no end, is taken to last until it is refused. */
function endsSoon(token: string): boolean {
  try {
    const claims: unknown = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    const end = (claims as { exp?: unknown }).exp;
    return typeof end === 'number' && end - MARGIN < Date.now() / 1000;
  } catch {
    return false;
  }
}
