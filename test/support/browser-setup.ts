import { findChromium } from './find-chromium.ts';

/** Unpacks the browser before the first test asks for it, so that its time is nobody's time-out. */
export default async function setup(): Promise<void> {
  await findChromium();
}
