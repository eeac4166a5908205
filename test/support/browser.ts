import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Nothing that looks for the world outside: a machine without a network would be full of refused connections. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser. One for a test file, with a context for each test. Close it when done. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    env,
    // A child of a sandbox cannot make one, and the pages are our own.
    chromiumSandbox: false,
    ...options,
    args: [...FLAGS, ...(options.args ?? [])],
  });
}
