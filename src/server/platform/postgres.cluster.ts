import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refused } from '#domain/kernel/problem.ts';
import { diskFull, requireSpace } from './data-folder.ts';
import { type Account, postgresAccount, reaches } from './postgres.account.ts';
import { findBinaries, identity, type PostgresBinaries } from './postgres.binaries.ts';

/** The files of one included PostgreSQL, initialised and ready to be served. */
export interface Cluster {
  dataDir: string;
  /** PostgreSQL's own folder. */
  files: string;
  /** Where its socket lies. */
  sockets: string;
  log: string;
  password: string;
  account: Account | undefined;
  binaries: PostgresBinaries;
}

export const superuser = 'doorstep';
/** A fresh cluster takes about 60 MB, its first journal included; the rest is room to begin with. */
const spaceToBegin = 300;

/**
 * Opens folders for a child that runs as another account. The child finds them at `/proc/self/fd/N`, which works even where it may
 * not walk the path to them (a data folder in root's home, or one made by `mktemp -d`).
 */
export const handOver = (
  cluster: Cluster,
): { stdio: [number, number]; files: string; sockets: string; close(): void } => {
  const descriptors: [number, number] = [openSync(cluster.files, 'r'), openSync(cluster.sockets, 'r')];
  const walkable = reaches(cluster.account, cluster.dataDir);
  return {
    stdio: descriptors,
    files: walkable ? cluster.files : '/proc/self/fd/3',
    sockets: walkable ? cluster.sockets : '/proc/self/fd/4',
    close: () => {
      for (const descriptor of descriptors) closeSync(descriptor);
    },
  };
};

/** What every child gets: no variable of ours may change how the server behaves. */
export const childEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const ownFolder = (path: string, account: Account | undefined): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account) chownSync(path, account.uid, account.gid);
};

const readPassword = (path: string): string | undefined => {
  const password = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return password === '' ? undefined : password;
};

const writePassword = (path: string): string => {
  const password = randomBytes(24).toString('base64url');
  writeFileSync(`${path}.new`, password, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return password;
};

/** Runs a program of the server to its end, with the password or a statement on its standard input. */
const run = (
  cluster: Cluster,
  program: string,
  args: (files: string) => string[],
  input: string,
  where: string,
): void => {
  const paper = join(cluster.dataDir, 'input');
  writeFileSync(paper, input, { mode: 0o600 });
  if (cluster.account) chownSync(paper, cluster.account.uid, cluster.account.gid);
  const stdin = openSync(paper, 'r');
  const folder = openSync(where, 'r');
  try {
    const path = reaches(cluster.account, cluster.dataDir) ? where : '/proc/self/fd/3';
    const result = spawnSync(join(cluster.binaries.root, 'bin', program), args(path), {
      ...identity(cluster.account),
      cwd: '/',
      env: childEnvironment,
      stdio: [stdin, 'pipe', 'pipe', folder],
      encoding: 'utf8',
    });
    if (result.status !== 0) throw programProblem(cluster, result.error?.message ?? result.stderr);
  } finally {
    closeSync(stdin);
    closeSync(folder);
    rmSync(paper);
  }
};

/** Turns what a program of the server said last into the problem that it means. */
export const programProblem = (cluster: Cluster, output: string): Refused => {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(cluster.dataDir);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '?';
  return new Refused('start.postgres-failed', {
    line: telling.replace(/^.*\b(FATAL|PANIC|error):\s*/, ''),
    log: cluster.log,
  });
};

/** A cluster appears under its name only when it is whole, so that a start that was cut off leaves nothing half-made. */
const initialise = (cluster: Cluster, durable: boolean): void => {
  requireSpace(cluster.dataDir, spaceToBegin);
  const fresh = `${cluster.files}.new`;
  rmSync(fresh, { recursive: true, force: true });
  ownFolder(fresh, cluster.account);
  const args = (files: string) => [
    ...['--pgdata', files, '--username', superuser, '--pwfile', '/dev/stdin', '--auth', 'scram-sha-256'],
    // The same order and case rules on every machine, whatever locales it has.
    ...['--encoding', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
  ];
  run(cluster, 'initdb', args, `${cluster.password}\n`, fresh);
  renameSync(fresh, cluster.files);
};

/**
 * Makes the cluster on the first start and checks it on later ones.
 * @param durable false only for tests, whose data nobody keeps.
 * @throws Refused `start.*`
 */
export const prepareCluster = (dataDir: string, durable: boolean): Cluster => {
  const files = join(dataDir, 'postgres');
  const exists = existsSync(join(files, 'PG_VERSION'));
  const account = postgresAccount(exists ? statSync(files).uid : undefined);
  const binaries = findBinaries(dataDir, account);
  const sockets = join(dataDir, 'sockets');
  ownFolder(sockets, account);
  const passwordFile = join(dataDir, 'postgres.password');
  const known = readPassword(passwordFile);
  const password = known ?? writePassword(passwordFile);
  const cluster = { dataDir, files, sockets, log: join(dataDir, 'postgres.log'), password, account, binaries };
  if (!exists) {
    initialise(cluster, durable);
    return cluster;
  }
  const found = readFileSync(join(files, 'PG_VERSION'), 'utf8').trim();
  if (found !== binaries.major) {
    throw new Refused('start.postgres-version', { folder: files, found, expected: binaries.major });
  }
  return known ? cluster : withNewPassword(cluster);
};

/** The password file was lost, from a backup perhaps; whoever owns the files may set another. */
const withNewPassword = (cluster: Cluster): Cluster => {
  const statement = `ALTER ROLE ${superuser} PASSWORD '${cluster.password}'\n`;
  run(cluster, 'postgres', (files) => ['--single', '-D', files, 'postgres'], statement, cluster.files);
  return cluster;
};
