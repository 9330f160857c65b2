import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './say.mjs';

/** From this version on Node runs TypeScript and has everything else that the server uses. */
const needed = [24, 7];

const isNewEnough = (version) => {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
};

/**
 * The Node that runs the server: the one among the packages, or else this machine's own if it is new enough.
 * @param {string} root
 * @returns {string}
 */
export const findNode = (root) => {
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  if (isNewEnough(process.version)) return process.execPath;
  const machine = `${process.platform}-${process.arch}`;
  throw new Stop({
    zh: `没有适合这台机器（${machine}）的 Node.js ${needed.join('.')}。请安装 Node.js ${needed.join('.')} 或更新的版本，再运行一次。`,
    en: `There is no Node.js ${needed.join('.')} for this machine (${machine}) among the packages. Install Node.js ${needed.join('.')} or newer and try again.`,
  });
};
