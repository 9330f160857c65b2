import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type AppOptions, createApp, startJobs } from '#server/app.ts';
import type { App } from '#server/context.ts';
import { loadDemo, loadReference } from '#server/first-data.ts';
import { httpServer } from '#server/http.ts';
import type { Clock } from '#server/platform/clock.ts';
import { createKeyFile } from '#server/platform/key-file.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier, type Notifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { mountPages } from '../../src/pages.ts';

/** A clock that a test moves. */
export interface TestClock extends Clock {
  set(instant: string): void;
  advance(ms: number): void;
}

export function testClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => new Date(now),
    set: (instant) => {
      now = new Date(instant);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}

export interface TestApp {
  app: App;
  dataDir: string;
  lines: string[];
  close(): Promise<void>;
}

/** An application on a database of its own, with the smallest demo prefecture unless told otherwise. */
export async function testApp(
  databaseUrl: string,
  options: {
    clock: Clock;
    sites?: number;
    persons?: number;
    demo?: boolean;
    cases?: boolean;
    blobs?: AppOptions['blobs'];
    notifier?: Notifier;
  },
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorstep-app-'));
  const keyFile = join(dataDir, 'keys.json');
  createKeyFile(keyFile, options.clock.now());
  const lines: string[] = [];
  const app = createApp({
    databaseUrl,
    connections: 8,
    keyFile,
    anchorFile: join(dataDir, 'anchor.json'),
    clock: options.clock,
    log: createLogger('info', { write: (line) => lines.push(line) }),
    notifier: options.notifier ?? demoNotifier,
    blobs: options.blobs ?? ((vault) => folderStore(join(dataDir, 'papers'), vault)),
    demo: true,
    publicUrl: 'http://localhost',
  });
  await loadReference(app);
  if (options.demo !== false)
    await loadDemo(
      app,
      { sites: options.sites ?? 24, persons: options.persons ?? 40, cases: options.cases ?? false },
      () => undefined,
    );
  return {
    app,
    dataDir,
    lines,
    close: async () => {
      await app.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export interface TestServer extends TestApp {
  url: string;
}

/** The same, listening: pages, workbench and API, with its jobs running unless a test runs them itself. */
export async function testServer(
  databaseUrl: string,
  options: Parameters<typeof testApp>[1] & { jobs?: boolean },
): Promise<TestServer> {
  const base = await testApp(databaseUrl, options);
  const http = httpServer(base.app);
  mountPages(http, base.app);
  const stopJobs = options.jobs === false ? async () => undefined : startJobs(base.app);
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listening = serve({ fetch: http.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...base,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await stopJobs();
      await base.close();
    },
  };
}
