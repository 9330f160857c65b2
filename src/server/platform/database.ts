import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { Refused } from '#domain/kernel/problem.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { startPostgres, urlFile } from './postgres.ts';

/** The database of this installation, ours or one that `DATABASE_URL` names. */
export interface Database {
  url: string;
  /** What the server is, `18.4` for example. */
  version: string;
  /** Stops the server if it is ours, and gives the data folder free. */
  stop(): Promise<void>;
}

export interface DatabaseChoice {
  dataDir: string;
  databaseUrl: string | undefined;
  onTrouble?: (state: 'away' | 'back', reason?: unknown) => void;
}

const oldestServer = 140_000;
const ownName = 'doorstep';

/** Host, port and database without user and password. */
const publicAddress = (url: string): string => {
  const { host, pathname, searchParams } = new URL(url);
  return `${searchParams.get('host') ?? host}${pathname}`;
};

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
};

const databaseName = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

const code = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

const reason = (error: unknown): string =>
  code(error) ?? (error instanceof Error ? error.message.split('\n')[0]! : String(error));

const missingDatabase = '3D000';
const wrongLogin = ['28000', '28P01'];

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'doorstep' });
  client.on('error', () => undefined); // a connection that breaks makes its next query fail, which is reported there
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (code(error) === missingDatabase) throw error;
    const params = { address: publicAddress(url), reason: reason(error) };
    const login = wrongLogin.includes(code(error) ?? '') || (error instanceof Error && error.message.includes('SASL'));
    throw new Refused(login ? 'start.database-login' : 'start.database-unreachable', params);
  }
};

const createDatabase = async (url: string): Promise<void> => {
  const name = databaseName(url);
  const address = publicAddress(url);
  try {
    const client = await connect(withDatabase(url, 'postgres'));
    try {
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
      );
    } finally {
      await client.end();
    }
  } catch (error) {
    if (code(error) === '42P04' || code(error) === '23505') return; // a twin made it meanwhile
    if (error instanceof Refused) throw error;
    throw new Refused('start.database-missing', { address, name });
  }
};

/** Connects once, creating the database when it is missing, and refuses a server that could not do the work. */
const check = async (url: string): Promise<string> => {
  const client = await connect(url).catch(async (error: unknown) => {
    if (code(error) !== missingDatabase) throw error;
    await createDatabase(url);
    return connect(url);
  });
  try {
    const { rows } = await client.query<{ number: string; version: string; encoding: string }>(
      `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version,
              current_setting('server_encoding') AS encoding`,
    );
    const { number, version, encoding } = rows[0]!;
    const address = publicAddress(url);
    if (Number(number) < oldestServer) throw new Refused('start.database-old', { address, version });
    if (encoding !== 'UTF8') throw new Refused('start.database-encoding', { address, encoding });
    return version;
  } finally {
    await client.end();
  }
};

const ownDatabase = async (choice: DatabaseChoice): Promise<Database> => {
  const postgres = await startPostgres(choice);
  try {
    const url = withDatabase(postgres.url, ownName);
    return { url, version: await check(url), stop: postgres.stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};

/**
 * Takes the data folder and opens the database. One instance owns a data folder, whichever database it uses.
 * @throws Refused `start.*`, each saying what to do.
 */
export const openDatabase = async (choice: DatabaseChoice): Promise<Database> =>
  openIn(await takeDataFolder(choice.dataDir), choice);

/** The same in a folder that is held already; it is given free with the database, or when there is none to be had. */
export const openIn = async (folder: DataFolder, choice: DatabaseChoice): Promise<Database> => {
  try {
    const database = choice.databaseUrl
      ? { url: choice.databaseUrl, version: await check(choice.databaseUrl), stop: async () => undefined }
      : await ownDatabase(choice);
    return { ...database, stop: () => stopBoth(database, folder) };
  } catch (error) {
    folder.release();
    throw error;
  }
};

const stopBoth = async (database: Database, folder: DataFolder): Promise<void> => {
  try {
    await database.stop();
  } finally {
    folder.release();
  }
};

/**
 * For commands: the database of the Doorstep that is running, or else our own for as long as the command takes.
 * @throws Refused as `openDatabase` does.
 */
export const borrowDatabase = async (choice: DatabaseChoice): Promise<Database> => {
  if (choice.databaseUrl) {
    return { url: choice.databaseUrl, version: await check(choice.databaseUrl), stop: async () => undefined };
  }
  try {
    return await openIn(await takeDataFolder(choice.dataDir, 0), choice);
  } catch (error) {
    const file = urlFile(choice.dataDir);
    if (!(error instanceof Refused && error.problem.problem === 'start.folder-taken' && existsSync(file))) throw error;
    const url = withDatabase(readFileSync(file, 'utf8'), ownName);
    return { url, version: await check(url), stop: async () => undefined };
  }
};
