import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '#domain/kernel/problem.ts';
import { identity } from './postgres.binaries.ts';
import { type Cluster, childEnvironment, handOver, programProblem, superuser } from './postgres.cluster.ts';

/** A running server; `exited` settles when it is gone, for whatever reason. */
export interface ServerProcess {
  host: string;
  port: number;
  exited: Promise<void>;
  stop(): Promise<void>;
}

/** The longest address that a Unix socket can have on Linux is 107 bytes. */
const longestSocket = 107;
const socketPort = 5432;

const socketFits = (cluster: Cluster): boolean =>
  Buffer.byteLength(join(cluster.sockets, `.s.PGSQL.${socketPort}`)) <= longestSocket;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : socketPort;
};

/** Shown by `ps`, and how a server that outlived its Doorstep is recognised for certain. */
const clusterName = (cluster: Cluster): string =>
  `doorstep-${createHash('sha256').update(cluster.files).digest('hex').slice(0, 16)}`;

const megabytes = (fraction: number, least: number, most: number): string =>
  `${Math.round(Math.min(Math.max((totalmem() / 1024 / 1024) * fraction, least), most))}MB`;

/** Sized for an old office machine that also runs Doorstep and perhaps a browser, and growing with a larger one. */
const settings = (cluster: Cluster, durable: boolean): Record<string, string | number> => ({
  cluster_name: clusterName(cluster),
  fsync: durable ? 'on' : 'off',
  synchronous_commit: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
  max_connections: 60,
  shared_buffers: megabytes(1 / 8, 64, 2048),
  effective_cache_size: megabytes(1 / 2, 256, 65_536),
  maintenance_work_mem: megabytes(1 / 32, 32, 512),
  work_mem: '8MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: 1.1,
  // Queries are short: compiling them, or spreading one over the few processors, costs more than it saves.
  jit: 'off',
  max_parallel_workers_per_gather: availableParallelism() > 4 ? 2 : 0,
  // What a killed Doorstep had asked for is given up soon.
  client_connection_check_interval: '5s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log may hold nothing about a person, so no statement, value or detail is ever written to it.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
});

const quoted = (path: string): string => `"${path.replaceAll('"', '""')}"`;

const logLimit = 5 * 1024 * 1024;

const openLog = (path: string): { descriptor: number; from: number } => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimit) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, from: statSync(path).size };
};

const pidFile = (cluster: Cluster): string => join(cluster.files, 'postmaster.pid');

const pidLines = (cluster: Cluster): string[] =>
  existsSync(pidFile(cluster)) ? readFileSync(pidFile(cluster), 'utf8').split('\n') : [];

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // the process ended meanwhile
  }
};

/** A dead process whose parent has not asked for it counts as gone: in a container it may stay listed for ever. */
const isAlive = (pid: number): boolean => !/^\d+ \(.*\) [ZX] /s.test(read(`/proc/${pid}/stat`) ?? `${pid} () X `);

/** Waits up to `seconds` for a process that is not our child. */
const gone = async (pid: number, seconds: number): Promise<boolean> => {
  for (let waited = 0; waited < seconds * 1000; waited += 20) {
    if (!isAlive(pid)) return true;
    await sleep(20);
  }
  return false;
};

/**
 * After `kill -9` the server may outlive its Doorstep for a moment, or its number may meanwhile belong to a stranger. The caller
 * holds the data folder, so a server of ours that still runs there belongs to nobody and is stopped.
 */
export const stopLeftOver = async (cluster: Cluster): Promise<void> => {
  const pid = Number(pidLines(cluster)[0] ?? 0);
  if (read(`/proc/${pid}/cmdline`)?.includes(`cluster_name=${clusterName(cluster)}\0`)) {
    process.kill(pid, 'SIGINT');
    if (!(await gone(pid, 60))) process.kill(pid, 'SIGQUIT');
    await gone(pid, 10);
  }
  // PostgreSQL takes any process with the number in its files for its predecessor. One that is dead or no server at all is none;
  // another server is left to PostgreSQL to refuse.
  if (isAlive(pid) && read(`/proc/${pid}/comm`)?.trim() === 'postgres') return;
  rmSync(pidFile(cluster), { force: true });
  for (const file of readdirSync(cluster.sockets)) rmSync(join(cluster.sockets, file), { force: true });
};

/** PostgreSQL writes its state on the eighth line of its process file. */
const isReady = (cluster: Cluster, pid: number): boolean => {
  const lines = pidLines(cluster);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
};

/**
 * Stops the server when this process is gone, even by `kill -9`: the kernel closes the pipe, the shell wakes up. Both have sessions of
 * their own, so that Ctrl-C reaches Doorstep alone, which then ends in order.
 */
const guard = (cluster: Cluster, pid: number): ChildProcess => {
  const shell = spawn('/bin/sh', ['-c', 'read -r line; kill -INT "$1" 2>/dev/null', 'doorstep-guard', String(pid)], {
    ...identity(cluster.account),
    cwd: '/',
    env: childEnvironment,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.on('error', () => undefined); // the next start stops a left-over server as well
  shell.unref();
  return shell;
};

const launch = (cluster: Cluster, durable: boolean, tcpPort: number | undefined, log: number): ChildProcess => {
  const folders = handOver(cluster);
  try {
    const listen =
      tcpPort === undefined
        ? { port: socketPort, listen_addresses: '', unix_socket_directories: quoted(folders.sockets) }
        : { port: tcpPort, listen_addresses: '127.0.0.1', unix_socket_directories: '' };
    const options = { ...settings(cluster, durable), ...listen, unix_socket_permissions: '0700' };
    const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return spawn(join(cluster.binaries.root, 'bin', 'postgres'), ['-D', folders.files, ...args], {
      ...identity(cluster.account),
      cwd: '/',
      env: childEnvironment,
      stdio: ['ignore', log, log, ...folders.stdio],
      detached: true,
    });
  } finally {
    folders.close();
  }
};

/**
 * Starts the server and waits until it answers; after a crash that takes as long as its recovery does.
 * @param port the one to keep when a server is started again; used only where a socket's path would be too long.
 * @throws Refused `start.postgres-failed` with the server's own last word, `start.disk-full`, `start.postgres-account`.
 */
export const startServer = async (
  cluster: Cluster,
  { durable, port, attempt = 1 }: { durable: boolean; port?: number; attempt?: number },
): Promise<ServerProcess> => {
  const tcpPort = socketFits(cluster) ? undefined : (port ?? (await freePort()));
  const log = openLog(cluster.log);
  const child = launch(cluster, durable, tcpPort, log.descriptor);
  closeSync(log.descriptor);
  let failure: Error | undefined;
  let running = true;
  const exited = new Promise<void>((resolve) => {
    const end = (error?: Error) => {
      failure = error;
      running = false;
      resolve();
    };
    child.once('error', end);
    child.once('exit', () => end());
  });
  while (running && !isReady(cluster, child.pid ?? -1)) await Promise.race([exited, sleep(15)]);
  if (!running) {
    if (failure) {
      const reason = 'code' in failure ? String(failure.code) : failure.message;
      throw new Refused('start.postgres-account', { account: cluster.account?.name ?? superuser, reason });
    }
    const said = readFileSync(cluster.log).subarray(log.from).toString('utf8');
    // Another program took the port first, a process of a killed server has not noticed yet, or a server whose Doorstep was killed
    // while it started it stood up just now: all of them pass.
    if (
      attempt < 20 &&
      /Address already in use|pre-existing shared memory block|lock file "[^"]*" (already exists|is empty)/.test(said)
    ) {
      await sleep(attempt * 100);
      await stopLeftOver(cluster);
      return startServer(cluster, { durable, ...(port && { port }), attempt: attempt + 1 });
    }
    throw programProblem(cluster, said);
  }
  const watch = guard(cluster, child.pid!);
  void exited.then(() => watch.kill('SIGKILL'));
  return {
    host: tcpPort === undefined ? cluster.sockets : '127.0.0.1',
    port: tcpPort ?? socketPort,
    exited,
    stop: async () => {
      if (running) child.kill('SIGINT');
      if ((await Promise.race([exited.then(() => 'gone'), sleep(60_000, 'late', { ref: false })])) === 'gone') return;
      child.kill('SIGQUIT'); // the journal brings everything back on the next start
      await exited;
    },
  };
};
