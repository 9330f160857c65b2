import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareCluster, superuser } from './postgres.cluster.ts';
import { type ServerProcess, startServer, stopLeftOver } from './postgres.process.ts';

/** The included PostgreSQL, kept running until it is stopped. */
export interface Postgres {
  /** Names the maintenance database `postgres`; replace the path for another. */
  url: string;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Already taken by `takeDataFolder`. */
  dataDir: string;
  /** False only for tests, whose data nobody keeps. */
  durable?: boolean;
  /** Told when the server went away by itself, and again when it is back. */
  onTrouble?: (state: 'away' | 'back', reason?: unknown) => void;
}

/** Where a command finds the server that the running Doorstep has started. */
export const urlFile = (dataDir: string): string => join(dataDir, 'postgres.url');

const address = (server: ServerProcess, password: string): string => {
  const base = `postgresql://${superuser}:${password}`;
  return server.host.startsWith('/')
    ? `${base}@localhost:${server.port}/postgres?host=${encodeURIComponent(server.host)}`
    : `${base}@${server.host}:${server.port}/postgres`;
};

/**
 * Starts the included PostgreSQL on the data folder, initialising it the first time, and starts it again should it ever die.
 * @throws Refused `start.*`, each saying what to do.
 */
export const startPostgres = async ({ dataDir, durable = true, onTrouble }: PostgresOptions): Promise<Postgres> => {
  const cluster = prepareCluster(dataDir, durable);
  await stopLeftOver(cluster);
  let server = await startServer(cluster, { durable });
  const url = address(server, cluster.password);
  writeFileSync(urlFile(dataDir), url, { mode: 0o600 });
  const halt = new AbortController();

  const startAgain = async (): Promise<ServerProcess | undefined> => {
    for (let pause = 500; !halt.signal.aborted; pause = Math.min(pause * 2, 15_000)) {
      await Promise.race([sleep(pause), once(halt.signal, 'abort')]);
      try {
        await stopLeftOver(cluster);
        if (!halt.signal.aborted) return await startServer(cluster, { durable, port: server.port });
      } catch (error) {
        onTrouble?.('away', error);
      }
    }
    return undefined;
  };
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      await server.exited;
      if (halt.signal.aborted) return;
      onTrouble?.('away');
      const again = await startAgain();
      if (!again) return;
      server = again;
      if (halt.signal.aborted) return server.stop();
      onTrouble?.('back');
    }
  };
  const kept = keepRunning();

  return {
    url,
    stop: async () => {
      halt.abort();
      rmSync(urlFile(dataDir), { force: true });
      await server.stop();
      await kept;
    },
  };
};
