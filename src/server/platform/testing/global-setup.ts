import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#db/migrate.ts';
import { startPostgres } from '../postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: {
      /** The maintenance database of the server, with the right to create others. */
      url: string;
      /** An empty, fully migrated database to copy from. */
      template: string;
    };
  }
}

interface Server {
  url: string;
  stop(): Promise<void>;
}

/** One server for the whole run: `TEST_DATABASE_URL` names another than the included one. */
const startServer = async (): Promise<Server> => {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-test-'));
  const postgres = await startPostgres({ dataDir, durable: false });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
};

const onServer = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** An empty database with every migration, for the test files to copy. */
const makeTemplate = async (server: Server, template: string): Promise<void> => {
  await onServer(
    server.url,
    `CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
  );
  const url = new URL(server.url);
  url.pathname = template;
  await migrate({ url: url.href, now: new Date('2026-01-01T00:00:00Z') });
};

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const server = await startServer();
  const template = `doorstep_template_${process.pid}`;
  const tearDown = async () => {
    await onServer(server.url, `DROP DATABASE IF EXISTS ${template}`);
    await server.stop();
  };
  try {
    await makeTemplate(server, template);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('postgres', { url: server.url, template });
  return tearDown;
};
