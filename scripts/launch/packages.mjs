import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, step } from './say.mjs';

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

const libcName = () => {
  process.report.excludeNetwork = true; // which would look up names, and wait for them without a network
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
};

/** `os`, `cpu` and `libc` of a package: absent means any, and a package may give one word or a list. */
const fits = (wanted, have) => wanted === undefined || [wanted].flat().includes(have);

/**
 * The packages of the lock file that this machine needs and that are not there in that version. npm writes down what it installed in
 * a lock file of its own, at the very end, so an installation that was cut off counts as none.
 * @param {string} root
 * @param {{ dev: boolean }} want
 * @returns {string[]}
 */
export const missingPackages = (root, { dev }) => {
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {};
  const libc = libcName();
  const isNeeded = ([path, entry]) => {
    if (path === '' || (entry.dev && !dev)) return false;
    if (!entry.optional && !entry.devOptional) return true;
    // Of the optional packages only those count that are made for a machine like this one.
    return (
      entry.os !== undefined &&
      fits(entry.os, process.platform) &&
      fits(entry.cpu, process.arch) &&
      fits(entry.libc, libc)
    );
  };
  return Object.entries(wanted)
    .filter(isNeeded)
    .filter(([path, entry]) => installed[path]?.version !== entry.version || !existsSync(join(root, path)))
    .map(([path]) => path);
};

/** Under `npm start` npm names itself and its Node, which is not the one that is about to be replaced; otherwise it is looked for on the path. */
export const npm = () => {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.[cm]?js$/.test(own)) return [process.env.npm_node_execpath ?? process.execPath, own];
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status === 0) return ['npm'];
  throw new Stop({
    zh: '没有找到 npm。请安装 Node.js 20 或更新的版本（带 npm），再运行一次。',
    en: 'npm was not found. Install Node.js 20 or newer, npm included, and try again.',
  });
};

const runQuietly = async (command, args, root, onWait) => {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  let asked = null;
  const passOn = (signal) => {
    asked = signal;
    child.kill(signal);
    // npm first finishes what it has in hand; whoever pressed Ctrl-C should not wait a minute for that.
    setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  const timer = setInterval(onWait, 15_000);
  const end = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, signal: null, error }));
    child.on('close', (code, signal) => resolve({ code, signal: asked ?? signal }));
  });
  clearInterval(timer);
  for (const signal of signals) process.off(signal, passOn);
  return { ...end, output };
};

const offline =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network)\b/;

const failure = (output) => {
  if (/\bENOSPC\b/.test(output)) {
    return new Stop({
      zh: '磁盘满了，程序包装不下（约需 1 GB）。请腾出空间，再运行一次。',
      en: 'The disk is full: the packages need about 1 GB. Free some space and try again.',
    });
  }
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return new Stop({
      zh: '不能在程序所在的文件夹里写文件。请换成这个文件夹的主人来运行，或者改好权限，再运行一次。',
      en: 'The program may not write into its own folder. Run it as the owner of the folder, or correct the permissions, and try again.',
    });
  }
  if (offline.test(output)) {
    return new Stop({
      zh: [
        '连不上软件包仓库。请检查网络后再运行一次；',
        '也可以换用国内镜像：npm config set registry <镜像地址>；',
        '不能上网的机器，请在能上网的机器上运行 npm run bundle，把做好的压缩包拷过来用。',
      ].join('\n        '),
      en: [
        'The package registry cannot be reached. Check the network and try again.',
        'Behind a proxy or in China, name a mirror: npm config set registry <address of the mirror>',
        'For a machine without a network, run npm run bundle on one that has it, and carry the archive over.',
      ].join('\n        '),
    });
  }
  const said = output.trim().split('\n').slice(-20).join('\n');
  return new Stop({
    zh: `程序包没有装好。npm 说：\n${said}`,
    en: `The packages could not be installed. npm says:\n${said}`,
  });
};

/**
 * Makes sure that the packages of the lock file are installed, and says so when that takes a while. A former installation is kept
 * until the new one is whole, because `npm ci` deletes it first: without a network there would be none at all.
 * @param {string} root
 * @param {{ dev: boolean }} want
 */
export const ensurePackages = async (root, want) => {
  if (missingPackages(root, want).length === 0) return;
  const folder = join(root, 'node_modules');
  const aside = join(root, '.node_modules.old');
  // Whoever develops here keeps the development packages.
  const dev = want.dev || [folder, aside].some((each) => existsSync(join(each, 'vitest')));
  step({
    zh: '正在安装程序包（只在第一次或更新后，约一分钟）…',
    en: 'Installing packages (only now or after an update; about a minute) …',
  });
  const [command, ...before] = npm();
  // Where one lies aside already, an installation was cut off: what is in the folder is only a part.
  if (existsSync(folder) && !existsSync(aside)) moveAside(folder, aside);
  // Without a network the answer should come in seconds, not after npm's usual minute and more.
  const retries = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const args = [...before, 'ci', ...(dev ? [] : ['--omit=dev']), ...quiet, ...retries];
  const { code, signal, error, output } = await runQuietly(command, args, root, () =>
    step({ zh: '还在安装…', en: 'still installing …' }),
  );
  if (code === 0 && !signal) {
    // Some ten thousand files: nobody should wait for that.
    spawn('rm', ['-rf', aside], { detached: true, stdio: 'ignore' }).unref();
    step({ zh: '程序包装好了。', en: 'Packages installed.' });
    return;
  }
  if (existsSync(aside)) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  }
  if (signal) {
    process.kill(process.pid, signal);
    return new Promise(() => undefined); // until the signal arrives
  }
  throw failure(error ? String(error) : output);
};

const moveAside = (folder, aside) => {
  try {
    renameSync(folder, aside);
  } catch (error) {
    // A mounted folder cannot be moved; npm then replaces what is in it.
    if (!['EBUSY', 'EXDEV'].includes(error.code)) throw failure(error.code ?? String(error));
  }
};
