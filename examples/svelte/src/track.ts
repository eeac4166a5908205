import { init } from '@passerby/sdk';
import { COLLECTOR, SITE } from './settings.ts';

declare global {
  interface PasserbyEvents {
    work_enquiry: { work: string };
  }
}

/** Starts when it is first imported, in the browser, and follows the router by itself. */
export const track = init({ site: SITE, api: COLLECTOR, exclude: ['/admin*'] });
