import type { Access } from '../../../collector/src/contract/index.ts';
import { scriptOrigin } from '../client/script-origin.ts';
import { StatsClient } from '../client/stats-client.ts';
import type { GetToken } from '../client/token-keeper.ts';
import { textFor, type Text } from '../format/text.ts';
import type { Messages } from '../strings/messages.ts';
import { StatsChangeEvent } from '../events/stats-change-event.ts';
import { toggleFilter, type Filter } from './filter.ts';
import { DEFAULT_QUERY, type Query } from './query.ts';

/** Where the figures come from and in which language they are told. */
export interface Source {
  site: string;
  src: string;
  token: string;
  getToken: GetToken | undefined;
  locale: string;
  messages: Partial<Messages> | undefined;
}

/** One question and one source, shared by a panel and its pieces. */
export class DataContext {
  query: Query = DEFAULT_QUERY;
  /** Undefined until a site is named. */
  client: StatsClient | undefined;
  text: Text = textFor('en');
  /** What the reader may ask, once it is known. */
  access: Access | undefined;
  /** Answers asked for earlier than this are too old, in milliseconds. */
  after = 0;
  readonly #host: EventTarget;
  readonly #listeners = new Set<() => void>();
  #source = '';
  #locale = '';
  #messages: Partial<Messages> | undefined;
  #getToken: GetToken = () => '';

  /** @param host tells of changes by events */
  constructor(host: EventTarget) {
    this.#host = host;
  }

  /** Takes a source; a client is made anew only where the source really differs. */
  configure({ site, src, token, getToken, locale, messages }: Source): void {
    this.#speak(locale, messages);
    this.#getToken = getToken ?? (() => token);
    const source = JSON.stringify([site, src, getToken ? 'getToken' : `token ${token}`]);
    if (source === this.#source) return;
    this.#source = source;
    // A host may hand in a new function at each of its renders; only the latest is called, and nothing is asked anew.
    this.client = site ? new StatsClient(src || scriptOrigin(), site, () => this.#getToken()) : undefined;
    this.#tell();
    void this.#look();
  }

  /** Nothing waits for it: what it allows not is refused by the collector anyway. */
  async #look(): Promise<void> {
    const { client } = this;
    this.access = undefined;
    // Of several sites, each is asked by its own plan.
    const access = this.several ? undefined : await client?.get<Access>('access', []).catch(() => undefined);
    if (client !== this.client) return;
    this.access = access;
    this.#tell();
  }

  #speak(locale: string, messages: Partial<Messages> | undefined): void {
    if (locale === this.#locale && messages === this.#messages) return;
    this.#locale = locale;
    this.#messages = messages;
    this.text = textFor(locale, messages);
    this.#tell();
  }

  /** Whether it asks for all sites at once. */
  get several(): boolean {
    return Boolean(this.client?.base.endsWith('/all/'));
  }

  /** The plan that accounts begin on. */
  get smallestPlan(): string | undefined {
    return this.access?.plans[0]?.plan;
  }

  planName(plan: string): string {
    return this.access?.plans.find((known) => known.plan === plan)?.name ?? plan;
  }

  /** Asks another question, unless the host stops it. */
  ask(change: Partial<Query>): void {
    const query = { ...this.query, ...change };
    if (this.#host.dispatchEvent(new StatsChangeEvent(query, change))) this.set(query);
  }

  /** Keeps only what the filter names; a second time, everything again. */
  toggle(filter: Filter): void {
    this.ask({ filters: toggleFilter(this.query.filters, filter) });
  }

  /** Sets the question without asking anyone. */
  set(query: Query): void {
    this.query = query;
    this.#tell();
  }

  /** Asks the same question again; what is on screen stays until the answer is there. */
  refresh(): void {
    this.after = Date.now();
    this.#tell();
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
