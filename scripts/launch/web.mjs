import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findNode } from './node.mjs';
import { Stop, step } from './say.mjs';

/** Everything that the pages are made of. */
const sources = ['src/web', 'src/api', 'src/domain', 'locales', 'vite.config.ts', 'package-lock.json'];

const filesUnder = (root, path) => {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
};

/** Contents, not dates: a fresh checkout of the same sources needs no new pages. */
const fingerprint = (root) => {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((each) => filesUnder(root, each)).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
};

const stampFile = (root) => join(root, 'dist', 'web.stamp');

/**
 * Builds the pages of the workbench unless those in `dist/web` were built from the same sources.
 * @param {string} root
 */
export const ensureWeb = (root) => {
  if (!existsSync(join(root, 'vite.config.ts'))) return;
  const stamp = stampFile(root);
  const print = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print && existsSync(join(root, 'dist', 'web'))) return;
  step({
    zh: '正在准备工作台页面（只在第一次或更新后，约十秒）…',
    en: 'Building the workbench pages (only now or after an update; about ten seconds) …',
  });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr } = spawnSync(findNode(root), [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) {
    const said = `${stdout}${stderr}`.trim();
    throw new Stop({
      zh: `页面没有准备好。Vite 说：\n${said}`,
      en: `The pages could not be built. Vite says:\n${said}`,
    });
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
  step({ zh: '页面准备好了。', en: 'Pages built.' });
};
