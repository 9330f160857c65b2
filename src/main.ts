import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { migrate } from '#db/migrate.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { fill, type Language } from '#domain/kernel/text.ts';
import { createApp, startJobs } from '#server/app.ts';
import { demoAccounts, loadDemo, loadReference } from '#server/first-data.ts';
import { httpServer, say } from '#server/http.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Config, readConfig, terminalLanguage } from '#server/platform/config.ts';
import { openDatabase } from '#server/platform/database.ts';
import { ensureKeys } from '#server/platform/ensure-keys.ts';
import { createLogger } from '#server/platform/log.ts';
import { notifierOf } from '#server/platform/notifier.ts';
import { untilStopped } from '#server/platform/shutdown.ts';
import { folderStore } from '#server/platform/storage.ts';
import en from '../locales/en/start.json' with { type: 'json' };
import zh from '../locales/zh-CN/start.json' with { type: 'json' };
import { mountPages } from './pages.ts';

const lines: Record<Language, Record<string, string>> = { 'zh-CN': zh, en };

async function run(config: Config): Promise<void> {
  const tell = (key: string, params: Record<string, string | number> = {}) =>
    console.log(fill(lines[config.language][key] ?? key, params));
  const stopped = untilStopped();
  const log = createLogger(process.env.LOG_LEVEL ?? 'warn');
  tell('database');
  const database = await openDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    onTrouble: (state) => log.warn({ operation: 'database', code: state }),
  });
  const publicUrl = process.env.PUBLIC_URL ?? `http://${config.host}:${config.port}`;
  try {
    await migrate({ url: database.url, now: systemClock.now(), onStep: (name) => tell('migration', { name }) });
    const keyFile = join(config.dataDir, 'keys', 'keys.json');
    await ensureKeys(keyFile, database.url, systemClock.now());
    const app = createApp({
      databaseUrl: database.url,
      keyFile,
      anchorFile: join(config.dataDir, 'audit', 'anchor.json'),
      clock: systemClock,
      log,
      notifier: notifierOf(process.env),
      blobs: (vault) => folderStore(join(config.dataDir, 'papers'), vault),
      demo: config.demo,
      publicUrl,
    });
    try {
      await loadReference(app);
      if (config.demo)
        await loadDemo(app, { sites: Number(process.env.DEMO_SITES ?? 240) }, (key, params) => tell(key, params));
      const stopJobs = startJobs(app);
      const http = httpServer(app);
      mountPages(http, app);
      const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
        const listening = serve({ fetch: http.fetch, hostname: config.host, port: config.port }, () =>
          resolve(listening),
        );
        listening.once('error', reject);
      });
      announce(config, tell, publicUrl);
      await stopped;
      tell('stopping');
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await stopJobs();
    } finally {
      await app.close();
    }
  } finally {
    await database.stop();
  }
  tell('stopped');
}

function announce(
  config: Config,
  tell: (key: string, params?: Record<string, string | number>) => void,
  url: string,
): void {
  tell('ready', { url });
  tell('ready.work', { url: `${url}/work/` });
  tell('ready.api', { url: `${url}/api/openapi.json` });
  if (!config.demo) {
    tell('ready.empty');
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
  if (!(error instanceof Refused)) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      console.error(
        fill(lines[terminalLanguage(process.env)]['port-taken'] ?? '', { port: process.env.PORT ?? '8080' }),
      );
      process.exit(1);
    }
    throw error;
  }
  console.error(say(error.problem, terminalLanguage(process.env)));
  process.exit(1);
}
