import type Builder from '../builder.ts';
import type Sites from '../sites.ts';
import type Saving from '../export/save.ts';
import type { Messages } from '../strings/messages.ts';
import type Tools from '../tools/index.ts';
import { StatsError } from './stats-error.ts';

/** Languages that come as files of their own. English is always there. */
export const LANGUAGES = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is not needed for the first sight of the figures, and so is fetched when it is needed. */
export type Parts = Record<Language, Messages> & { export: typeof Saving; tools: typeof Tools; sites: typeof Sites; builder: typeof Builder };

export type LoadPart = <Name extends keyof Parts>(name: Name) => Promise<{ default: Parts[Name] }>;

let load: LoadPart | undefined;
const here: Partial<Parts> = {};
const coming: Partial<Record<keyof Parts, Promise<unknown>>> = {};

/** Says how parts are fetched; set by the `define` entries, which know where they came from. */
export function setLoader(loader: LoadPart): void {
  load = loader;
}

/** A part that has been fetched already. */
export const partHere = <Name extends keyof Parts>(name: Name): Partial<Parts>[Name] => here[name];

/**
 * Fetches a part, once.
 * @throws {StatsError} offline, also where no `define` entry has said how
 */
export function part<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  return (coming[name] ??= fetchPart(name)) as Promise<Parts[Name]>;
}

async function fetchPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  try {
    const { default: fetched } = await load!(name);
    here[name] = fetched;
    return fetched;
  } catch (error) {
    delete coming[name];
    throw new StatsError('offline', String(error));
  }
}
