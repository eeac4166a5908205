import type { Context, Utm } from '../../collector/src/contract/index.ts';
import { location } from './browser.ts';
import { clip } from './clip.ts';
import { UTM } from './limits.ts';

/** The campaign parameters of an address, and the name of its click id: the value would identify a person. */
export const campaign = (address: string): Pick<Context, 'utm' | 'click_id'> => {
  const { search } = new URL(address, location.href);
  const parameters = new URLSearchParams(search);
  const utm: Utm = {};
  for (const key of ['source', 'medium', 'campaign', 'term', 'content'] as const) {
    const value = parameters.get('utm_' + key);
    if (value) utm[key] = clip(value, UTM);
  }
  return {
    utm,
    click_id: (/[?&]((?:g|d|fb|tt|tw|y|msclk)clid|msclkid|[gw]braid|li_fat_id|rdt_cid|epik|ScCid)=/.exec(search) || [])[1],
  };
};
