import { join } from 'node:path';
import { migrate } from '#db/migrate.ts';
import { createApp } from '#server/app.ts';
import type { App } from '#server/context.ts';
import { loadReference } from '#server/first-data.ts';
import { systemClock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import { borrowDatabase } from '#server/platform/database.ts';
import { ensureKeys } from '#server/platform/ensure-keys.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';

/**
 * The application for one command of whoever owns the machine: beside a Doorstep that is running, or on its own for as
 * long as the command takes. Nothing is sent and no job runs.
 */
export async function withApp<T>(config: Config, run: (app: App) => Promise<T>): Promise<T> {
  const database = await borrowDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl });
  try {
    await migrate({ url: database.url, now: systemClock.now() });
    const keyFile = join(config.dataDir, 'keys', 'keys.json');
    await ensureKeys(keyFile, database.url, systemClock.now());
    const app = createApp({
      databaseUrl: database.url,
      prepare: config.prepare,
      connections: 3,
      keyFile,
      anchorFile: join(config.dataDir, 'audit', 'anchor.json'),
      clock: systemClock,
      log: createLogger('warn'),
      notifier: demoNotifier,
      blobs: (vault) => folderStore(join(config.dataDir, 'papers'), vault),
      demo: config.demo,
      publicUrl: '',
    });
    try {
      await loadReference(app);
      return await run(app);
    } finally {
      await app.close();
    }
  } finally {
    await database.stop();
  }
}
