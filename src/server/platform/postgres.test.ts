import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { ProblemCode } from '#domain/kernel/problem.ts';
import { takeDataFolder } from './data-folder.ts';
import { borrowDatabase, openDatabase } from './database.ts';
import { startPostgres } from './postgres.ts';

/** `mktemp -d` makes folders that no other account may enter, which is the harder case for root. */
let dataDir: string;
let children: ChildProcess[];

/** Initialised once: most tests begin with a copy of it. */
const initialised = mkdtempSync(join(tmpdir(), 'doorstep-postgres-'));

beforeAll(async () => {
  const database = await openDatabase({ dataDir: initialised, databaseUrl: undefined });
  await database.stop();
});

afterAll(() => rmSync(initialised, { recursive: true }));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorstep-postgres-'));
  execFileSync('cp', ['-a', `${initialised}/.`, dataDir]);
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  while (serverPid() !== undefined) await sleep(20);
  rmSync(dataDir, { recursive: true });
});

const open = () => openDatabase({ dataDir, databaseUrl: undefined });

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const refusal = (problem: ProblemCode, params: object = {}) =>
  expect.objectContaining({ problem: expect.objectContaining({ problem, params: expect.objectContaining(params) }) });

/** The server's process, while it lives. */
const serverPid = (): number | undefined => {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
  return pid !== undefined && /^\d+ \(postgres\) [^ZX]/.test(stat(pid)) ? pid : undefined;
};

const stat = (pid: number): string =>
  existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';

const guardsOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((each) => stat(each).includes(`) S ${pid} `) && readFileSync(`/proc/${each}/comm`, 'utf8') === 'sh\n');

/** Another Doorstep, as far as the database goes; settles when its database is open. */
const otherProcess = async (): Promise<ChildProcess> => {
  const code = `import { openDatabase } from '#server/platform/database.ts';
    const { url } = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, databaseUrl: undefined });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
};

const killed = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

describe('the included PostgreSQL', () => {
  test('starts on an empty folder, keeps what it holds, and sorts alike everywhere', async () => {
    rmSync(dataDir, { recursive: true });
    const first = await open();
    await query(first.url, `CREATE TABLE kept AS SELECT '云溪' AS name`);
    await first.stop();
    expect(serverPid()).toBeUndefined();
    const second = await open();
    expect(await query(second.url, 'SELECT name FROM kept')).toEqual([{ name: '云溪' }]);
    expect(
      await query(
        second.url,
        `SELECT current_setting('server_encoding') AS e, datcollate AS c FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual([{ e: 'UTF8', c: 'C' }]);
    await second.stop();
  });

  test('never weakens what makes a commit last', async () => {
    const database = await open();
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await query(database.url, `SHOW ${setting}`)).toEqual([{ [setting]: 'on' }]);
    }
    await database.stop();
  });

  test('writes no statement and no value into its log', async () => {
    const database = await open();
    await query(database.url, 'CREATE TABLE people (name text PRIMARY KEY)');
    await query(database.url, `INSERT INTO people VALUES ('秘密')`);
    await expect(query(database.url, `INSERT INTO people VALUES ('秘密')`)).rejects.toThrow();
    await database.stop();
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toMatch(/秘密|INSERT|people/);
  });

  test('refuses a second instance in a sentence, and lets a command borrow the database', async () => {
    const child = await otherProcess();
    await expect(open()).rejects.toEqual(
      refusal('start.folder-taken', { folder: dataDir, process: String(child.pid) }),
    );
    const borrowed = await borrowDatabase({ dataDir, databaseUrl: undefined });
    expect(await query(borrowed.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await borrowed.stop();
    expect(serverPid()).toBeDefined();
  });

  test('ends with its Doorstep even when that is killed', async () => {
    await killed(await otherProcess());
    await expect.poll(serverPid, { timeout: 5_000 }).toBeUndefined();
  });

  test('loses nothing when everything is killed', async () => {
    const child = await otherProcess();
    const pid = serverPid()!;
    const { url } = await borrowDatabase({ dataDir, databaseUrl: undefined });
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS x');
    process.kill(pid, 'SIGKILL');
    await killed(child);
    const again = await open();
    expect(await query(again.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }]);
    await again.stop();
  });

  test('stops a server that outlived its Doorstep', async () => {
    const child = await otherProcess();
    const orphan = serverPid()!;
    for (const guard of guardsOf(child.pid!)) process.kill(guard, 'SIGKILL');
    await killed(child);
    await sleep(100);
    expect(serverPid()).toBe(orphan);
    const again = await open();
    expect(serverPid()).not.toBe(orphan);
    await again.stop();
  });

  test('is not misled by a stranger that has the number of its dead server', async () => {
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n1\n5432\n\n\n`);
    await (await open()).stop();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('comes back by itself when the server dies', async () => {
    const seen: string[] = [];
    const folder = await takeDataFolder(dataDir);
    const postgres = await startPostgres({ dataDir, onTrouble: (state) => seen.push(state) });
    process.kill(serverPid()!, 'SIGKILL');
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(['away', 'back']);
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    folder.release();
  });

  test('sets a new password when the file with the old one is gone', async () => {
    rmSync(join(dataDir, 'postgres.password'));
    const again = await open();
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await again.stop();
  });

  test('takes a start that was cut off for none', async () => {
    rmSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.new'), 'half');
    const again = await open();
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await again.stop();
  });

  test.each([
    ['a path too long for a socket', `${'deep'.repeat(30)}`],
    ['a path with spaces, quotes and Chinese', `家 门"口', %41`],
  ])('runs in a folder with %s', async (_what, name) => {
    const database = await openDatabase({ dataDir: join(dataDir, name), databaseUrl: undefined });
    expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.stop();
  });
});

describe('refusals', () => {
  test('data of another major version', async () => {
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    writeFileSync(file, '17\n');
    await expect(open()).rejects.toEqual(refusal('start.postgres-version', { found: '17' }));
  });

  test('a broken server, in its own words', async () => {
    rmSync(join(dataDir, 'postgres', 'global'), { recursive: true });
    await expect(open()).rejects.toEqual(refusal('start.postgres-failed', { log: join(dataDir, 'postgres.log') }));
  });

  test('a folder that is a file', async () => {
    writeFileSync(join(dataDir, 'file'), '');
    await expect(openDatabase({ dataDir: join(dataDir, 'file'), databaseUrl: undefined })).rejects.toEqual(
      refusal('start.folder-denied'),
    );
  });

  test('a folder that may not be written', async () => {
    const root = process.getuid?.() === 0;
    chmodSync(dataDir, 0o500);
    if (root) process.seteuid?.(65_534);
    await expect(open()).rejects.toEqual(refusal('start.folder-denied', { folder: dataDir }));
    if (root) process.seteuid?.(0);
    chmodSync(dataDir, 0o700);
  });
});

describe('a PostgreSQL of the user’s own', () => {
  const given = (change: (url: URL) => void): string => {
    const url = new URL(inject('postgres').url);
    change(url);
    return url.href;
  };
  const openGiven = (databaseUrl: string) => openDatabase({ dataDir, databaseUrl });

  test('gets its database made when it is missing', async () => {
    const name = `made_${process.pid}`;
    const database = await openGiven(
      given((url) => {
        url.pathname = name;
      }),
    );
    expect(await query(database.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    await database.stop();
    await query(inject('postgres').url, `DROP DATABASE ${name}`);
  });

  test('is refused without its password being repeated', async () => {
    const url = given((each) => {
      each.password = 'wrong-secret';
    });
    await expect(openGiven(url)).rejects.toEqual(refusal('start.database-login'));
    await expect(openGiven(url)).rejects.not.toThrow('wrong-secret');
  });

  test('is named when it cannot be reached', async () => {
    await expect(openGiven('postgresql://a:secret@127.0.0.1:1/city')).rejects.toEqual(
      refusal('start.database-unreachable', { address: '127.0.0.1:1/city', reason: 'ECONNREFUSED' }),
    );
  });

  test('is refused when it cannot hold every character', async () => {
    const name = `latin_${process.pid}`;
    await query(
      inject('postgres').url,
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    await expect(
      openGiven(
        given((url) => {
          url.pathname = name;
        }),
      ),
    ).rejects.toEqual(refusal('start.database-encoding', { encoding: 'LATIN1' }));
    await query(inject('postgres').url, `DROP DATABASE ${name}`);
  });
});
