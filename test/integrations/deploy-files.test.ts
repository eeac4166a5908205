import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const FILES = ['Dockerfile', ...['deploy', 'examples/reverse-proxy'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))))];

describe('the files that hosts read', () => {
  it.each(FILES.filter((file) => read(file).includes('PASSERBY_')))('name variables that there are: %s', (file) => {
    const known = new Set(`${read('collector/src/config.ts')}\n${read('examples/reverse-proxy/worker.ts')}`.match(/\bPASSERBY_[A-Z_]+(?=[:?])/g));
    const named = new Set(read(file).match(/\bPASSERBY_[A-Z_]+/g));
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  it('start what the image holds, as no root, and watch over its health', () => {
    const lines = read('Dockerfile').split('\n');
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('ENTRYPOINT ["node", "/app/collector/bin/passerby.js"]');
    expect(last).toContain('USER node');
    expect(last.some((line) => /^HEALTHCHECK .*CMD \["node", "\/app\/healthcheck\.js"\]$/.test(line))).toBe(true);
    expect(last.some((line) => /HOST=0\.0\.0\.0 PORT=8787/.test(line))).toBe(true);
    expect(read('deploy/fly.toml')).toContain('internal_port = 8787');
    expect(read('deploy/compose.yaml')).toContain('127.0.0.1:8787:8787');
    expect(read('deploy/passerby.service')).toContain('ExecStart=/usr/bin/node /opt/passerby/collector/bin/passerby.js serve');
  });

  it.each(['deploy/fly.toml', 'deploy/render.yaml'])('acknowledge only what is stored where there is no disk: %s', (file) => {
    expect(read(file)).toMatch(/PASSERBY_SPOOL_BYTES\s*(?:=|\n\s*value:)\s*"0"/);
  });

  it.each(['deploy/fly.toml', 'deploy/render.yaml', 'deploy/railway.json'])('send nobody to a collector that is not ready: %s', (file) => {
    expect(read(file)).toContain('/health/ready');
  });
});
