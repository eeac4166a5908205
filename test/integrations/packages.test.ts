import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packTypes } from '../../sdk/pack-types.ts';
import { makeDeclarations } from '../support/declarations.ts';
import { runCommand } from '../support/run-command.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const REACT = path.join(ROOT, 'examples/react');

describe('the packages as they are published', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('declare everything that they speak of: the React example compiles against them, and so do they', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'passerby-packages-'));
    await makeDeclarations();
    for (const name of ['sdk', 'dashboard-widget']) await install(name);
    for (const name of ['lit', '@types/trusted-types']) await link(ROOT, name);
    for (const name of ['react', 'react-dom', 'react-router', '@types/react', '@types/react-dom']) await link(REACT, name);
    await cp(path.join(REACT, 'src'), path.join(folder, 'src'), { recursive: true });
    const { compilerOptions, include } = JSON.parse(await readFile(path.join(REACT, 'tsconfig.json'), 'utf8')) as { compilerOptions: object; include: string[] };
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: false }, include }));
    await expect(runCommand([process.execPath, path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], { cwd: folder })).resolves.toBe('');
  });

  async function link(from: string, name: string): Promise<void> {
    const to = path.join(folder, 'node_modules', name);
    await mkdir(path.dirname(to), { recursive: true });
    await symlink(path.join(from, 'node_modules', name), to);
  }

  async function install(name: string): Promise<void> {
    const to = path.join(folder, 'node_modules/@passerby', name);
    await mkdir(to, { recursive: true });
    await cp(path.join(ROOT, name, 'package.json'), path.join(to, 'package.json'));
    await cp(path.join(ROOT, name, 'types'), path.join(to, 'types'), { recursive: true });
    await packTypes(path.join(to, 'types'));
  }
});
