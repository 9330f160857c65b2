import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stop, step } from './say.mjs';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const packages = ['chromium', 'fonts-wqy-zenhei'];

/** A browser is usable when it really opens a page, not when a file has the right name. */
const opensPage = (path) => {
  const profile = mkdtempSync(join(tmpdir(), 'doorstep-browser-'));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    `--user-data-dir=${profile}`,
  ];
  const page = 'data:text/html,<title>door</title><p>step</p>';
  const { stdout } = spawnSync(path, [...flags, '--dump-dom', page], { encoding: 'utf8', timeout: 60_000 });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return stdout?.includes('step') ?? false;
};

const writesChinese = () => {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
};

const find = () => {
  const own = process.env.CHROMIUM_PATH;
  if (own) return opensPage(own) ? own : undefined;
  return known.find((path) => existsSync(path) && opensPage(path));
};

const install = () => {
  step({
    zh: `正在安装测试用的浏览器（${packages.join('、')}）…`,
    en: `Installing a browser for the tests (${packages.join(', ')}) …`,
  });
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
};

/**
 * Finds Chromium for the journeys; as root on Debian it is installed when missing. Returns its path.
 * @throws {Stop} naming what to install.
 */
export const ensureBrowser = () => {
  let path = find();
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !process.env.CHROMIUM_PATH;
  if ((!path || !writesChinese()) && mayInstall) {
    install();
    path = find();
  }
  if (path && writesChinese()) return path;
  throw new Stop({
    zh: `浏览器测试需要 Chromium 和一种中文字体。请安装：apt-get install ${packages.join(' ')}，或者用 CHROMIUM_PATH 指定一个能用的浏览器。`,
    en: `The journeys need Chromium and a Chinese font. Install them: apt-get install ${packages.join(' ')} — or name a working browser with CHROMIUM_PATH.`,
  });
};
