import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/**
 * The folder of @sparticuz/chromium unpacked: `chromium`, `lib/`, `fonts/`, `fonts.conf`. Kept by version in a cache, by default the user's.
 * Unpacked beside its final name and renamed: any number of processes may ask at once, and none sees half of it.
 */
export async function unpackChromium(cache?: string): Promise<string> {
  const root = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const final = join(cache ?? await cacheDirectory(), `chromium-${version}-${process.arch}`);
  if (existsSync(final)) return final;
  const temporary = `${final}.new-${randomBytes(6).toString('hex')}`;
  await mkdir(temporary, { recursive: true });
  try {
    await allDone([
      pipeline(createReadStream(join(root, 'bin/chromium.br')), createBrotliDecompress(), createWriteStream(join(temporary, 'chromium'), { mode: 0o755 })),
      ...['al2023', 'fonts', 'swiftshader'].map((name) => untar(join(root, 'bin', `${name}.tar.br`), temporary)),
    ]);
    await writeFile(join(temporary, 'fonts.conf'), fontSettings(final));
    await rename(temporary, final);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(final)) throw error;
  }
  return final;
}

/** Like Promise.all, but nothing goes on in the background when one has failed. */
async function allDone(tasks: Promise<void>[]): Promise<void> {
  await Promise.allSettled(tasks);
  await Promise.all(tasks);
}

/** Some users (nobody, in containers) have no home that can be written. */
async function cacheDirectory(): Promise<string> {
  const own = join(homedir(), '.cache', 'passerby');
  try {
    await mkdir(own, { recursive: true });
    return own;
  } catch {
    return join(tmpdir(), `passerby-cache-${userInfo().uid}`);
  }
}

async function untar(archive: string, directory: string): Promise<void> {
  const tar = spawn('tar', ['-x', '--no-same-owner', '-C', directory], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code} on ${archive}`))));
  });
  // tar hangs up at the archive's end mark, before the padding after it. Whether it got all it needs, its exit code tells.
  await Promise.all([ended, pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin).catch(() => {})]);
}

/** Its own font first, so that pages look the same on every machine; the system's for what that one lacks. */
function fontSettings(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${directory}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${directory}/font-cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}
