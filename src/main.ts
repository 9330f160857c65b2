import { join } from 'node:path';
import { migrate } from '#db/migrate.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import { separated } from '#domain/organisation/roles.ts';
import { createApp, startJobs } from '#server/app.ts';
import { demoAccounts, loadDemo, loadReference } from '#server/first-data.ts';
import { httpServer, say } from '#server/http.ts';
import { vacantAdministrations } from '#server/identity/index.ts';
import { systemCtx } from '#server/operations.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Config, readConfig, terminalLanguage } from '#server/platform/config.ts';
import { takeDataFolder } from '#server/platform/data-folder.ts';
import { type Database, openIn } from '#server/platform/database.ts';
import { type Door, takeDoor } from '#server/platform/door.ts';
import { ensureKeys } from '#server/platform/ensure-keys.ts';
import { createLogger, type Logger } from '#server/platform/log.ts';
import { type Notifier, notifierOf } from '#server/platform/notifier.ts';
import { untilStopped } from '#server/platform/shutdown.ts';
import { folderStore } from '#server/platform/storage.ts';
import en from '../locales/en/start.json' with { type: 'json' };
import zh from '../locales/zh-CN/start.json' with { type: 'json' };
import { mountPages } from './pages.ts';

const lines: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

type Tell = (key: string, params?: Record<string, string | number>) => void;

/** What one run of the program goes through with; `halt` is aborted as soon as somebody asks it to end. */
interface Run {
  config: Config;
  tell: Tell;
  halt: AbortSignal;
  log: Logger;
  notifier: Notifier;
  publicUrl: string;
}

/** The folder first, so that a second start hears of the first; then the address; only then the work. */
async function run(config: Config): Promise<void> {
  const tell: Tell = (key, params = {}) => console.log(fill(lines[config.language][key] ?? key, params));
  const asked = new AbortController();
  void untilStopped().then(() => asked.abort());
  const halt = asked.signal;
  const log = createLogger(process.env.LOG_LEVEL ?? 'warn');
  const notifier = notifierOf(process.env);
  const folder = await takeDataFolder(config.dataDir);
  let door: Door;
  try {
    door = await takeDoor(config.host, config.port);
  } catch (error) {
    folder.release();
    throw error;
  }
  try {
    tell('database');
    const database = await openIn(folder, {
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl,
      onTrouble: (state) => log.warn({ operation: 'database', code: state }),
    });
    const publicUrl = config.publicUrl ?? `http://${config.host}:${door.port}`;
    try {
      halt.throwIfAborted();
      await serveFrom(database, door, { config, tell, halt, log, notifier, publicUrl });
    } finally {
      await database.stop();
    }
  } catch (error) {
    // Asked to end before everything was ready: what is whole stays, the rest is made by the next start.
    if (!halt.aborted || error !== halt.reason) throw error;
    tell('cut-off');
    return;
  } finally {
    await door.close();
  }
  tell('stopped');
}

async function serveFrom(
  database: Database,
  door: Door,
  { config, tell, halt, log, notifier, publicUrl }: Run,
): Promise<void> {
  await migrate({ url: database.url, now: systemClock.now(), onStep: (name) => tell('migration', { name }) });
  const keyFile = join(config.dataDir, 'keys', 'keys.json');
  await ensureKeys(keyFile, database.url, systemClock.now());
  const app = createApp({
    databaseUrl: database.url,
    prepare: config.prepare,
    keyFile,
    anchorFile: join(config.dataDir, 'audit', 'anchor.json'),
    clock: systemClock,
    log,
    notifier,
    blobs: (vault) => folderStore(join(config.dataDir, 'papers'), vault),
    demo: config.demo,
    publicUrl,
  });
  try {
    await loadReference(app);
    halt.throwIfAborted();
    if (config.demo) await loadDemo(app, { sites: config.demoSites }, tell, halt);
    const stopJobs = startJobs(app);
    const http = httpServer(app);
    mountPages(http, app);
    door.open(http.fetch);
    const vacant = await vacantAdministrations(systemCtx(app, app.db, 'system.start'));
    announce(config, tell, publicUrl, notifier, vacant.length === separated.length);
    await new Promise((resolve) => (halt.aborted ? resolve(undefined) : halt.addEventListener('abort', resolve)));
    tell('stopping');
    await door.close();
    await stopJobs();
  } finally {
    await app.close();
  }
}

function announce(config: Config, tell: Tell, url: string, notifier: Notifier, empty: boolean): void {
  tell('ready', { url });
  tell('ready.work', { url: `${url}/work/` });
  tell('ready.api', { url: `${url}/api/openapi.json` });
  if (!config.demo) {
    if (empty) tell('ready.empty');
    if (notifier.missing) tell('ready.no-gateway');
    return;
  }
  tell('demo');
  for (const account of demoAccounts)
    console.log(`  ${account.login.padEnd(10)} ${account.password}   ${account.can[config.language]}`);
  tell('demo.resident');
}

try {
  await run(readConfig());
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(say(error.problem, terminalLanguage(process.env)));
  process.exit(1);
}
