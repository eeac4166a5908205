import { fetchJson, type Sent } from './fetch-json.ts';
import { StatsError } from './stats-error.ts';
import { TokenKeeper, type GetToken } from './token-keeper.ts';

/** Milliseconds during which an answer is given again without asking. */
const FRESH = 20_000;
const MOST_KEPT = 200;

/** Answers by token and URL, shared by every panel and piece of the page. */
const answers = new Map<string, { at: number; answer: Promise<unknown> }>();

export type Params = readonly (readonly [name: string, value: string])[];

/** Asks one collector about one site. */
export class StatsClient {
  /** Address of the site's figures. */
  readonly base: string;
  readonly #tokens: TokenKeeper;

  /** @param src base URL of the collector */
  constructor(src: string, site: string, getToken: GetToken) {
    this.base = `${src.replace(/\/+$/, '')}/api/stats/${encodeURIComponent(site)}/`;
    this.#tokens = new TokenKeeper(getToken);
  }

  /**
   * @param endpoint the last part of the address: `summary`, `timeseries`, `breakdown`
   * @param after take no answer that was asked for before this time, in milliseconds
   */
  async get<T>(endpoint: string, params: Params, after = 0): Promise<T> {
    const url = `${this.base}${endpoint}?${new URLSearchParams(params.map((pair) => [...pair]))}`;
    try {
      return await this.#authorized((token) => share(url, token, after)) as T;
    } catch (error) {
      const alone = params.filter(([name]) => !name.includes('compare'));
      // The range may be within the plan, and the one that it is compared with not.
      if (error instanceof StatsError && error.code === 'forbidden_by_plan' && alone.length < params.length) return this.get(endpoint, alone, after);
      throw error;
    }
  }

  /**
   * @param endpoint as in `get`
   * @returns what is answered; undefined where that is nothing
   */
  send<T>(endpoint: string, sent: Sent): Promise<T> {
    return this.#authorized((token) => fetchJson(this.base + endpoint, token, sent)) as Promise<T>;
  }

  /** Tries once more with a new token where one is refused. */
  async #authorized(request: (token: string) => Promise<unknown>): Promise<unknown> {
    const token = await this.#tokens.token();
    try {
      return await request(token);
    } catch (error) {
      if (!(error instanceof StatsError) || error.status !== 401) throw error;
      const renewed = await this.#tokens.token(token);
      if (renewed === token) throw token ? error : new StatsError('no_token', undefined, 401);
      return request(renewed);
    }
  }
}

function share(url: string, token: string, after: number): Promise<unknown> {
  const key = `${token} ${url}`;
  const now = Date.now();
  const known = answers.get(key);
  if (known && known.at >= after && now - known.at < FRESH) return known.answer;
  if (answers.size > MOST_KEPT) answers.clear();
  const answer = fetchJson(url, token);
  answers.set(key, { at: now, answer });
  answer.catch(() => {
    if (answers.get(key)?.answer === answer) answers.delete(key);
  });
  return answer;
}
