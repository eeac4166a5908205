import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const tests = '{sdk,collector,dashboard-widget,test,scripts,examples}/**';
const cores = availableParallelism();

export default defineConfig({
  test: {
    globalSetup: './test/support/global-setup.ts',
    // Generous, since a time-out is for what hangs, not for what is slow on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        // npm brings no nginx: .ci/nginx finds one, says so by NGINX, and runs the tests that need it.
        extends: true,
        test: {
          name: 'node',
          include: [`${tests}/*.test.ts`],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts', ...(process.env['NGINX'] ? [] : ['**/*.nginx.test.ts'])],
          maxWorkers: cores,
        },
      },
      {
        // A browser is several processes of its own.
        extends: true,
        test: {
          name: 'browser',
          include: [`${tests}/*.browser.test.ts`],
          globalSetup: './test/support/browser-setup.ts',
          exclude: ['**/node_modules/**'],
          maxWorkers: Math.max(1, Math.floor(cores / 2)),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
