import type Saving from '../export/save.ts';
import type { Messages } from '../strings/messages.ts';
import { StatsError } from './stats-error.ts';

/** Languages that come as files of their own. English is always there. */
export const LANGUAGES = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What few readers of a page need, and so is fetched when it is needed. */
export type Parts = Record<Language, Messages> & { export: typeof Saving };

export type LoadPart = <Name extends keyof Parts>(name: Name) => Promise<{ default: Parts[Name] }>;

let load: LoadPart | undefined;

/** Says how parts are fetched; set by the `define` entries, which know where they came from. */
export function setLoader(loader: LoadPart): void {
  load = loader;
}

/**
 * Fetches a part.
 * @throws {StatsError} offline, also where no `define` entry has said how
 */
export async function part<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  try {
    return (await load!(name)).default;
  } catch (error) {
    throw new StatsError('offline', String(error));
  }
}
