import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { migrate } from '#db/migrate.ts';
import { createApp } from '#server/app.ts';
import type { Tables } from '#server/context.ts';
import { loadDemo, loadReference } from '#server/first-data.ts';
import { systemClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/database.ts';
import { createKeyFile } from '#server/platform/key-file.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { ceiling } from './ceiling.ts';
import { loadCases, loadedId, loadPersons, type Template } from './load.ts';
import { commandsOf, findLines, liveCase, type Office, rowsOf, type World } from './office.ts';

/**
 * Full lifecycles a second, and p50/p95 of queue page, person search and case page, at two sizes and 20 users at once; in
 * the same run the database's own ceiling: the same driver, connections and durability, one transaction per command with all
 * the rows that it leaves. Everything runs on one machine: program, database and users share its cores.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    small: { type: 'string', default: '10000' },
    users: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '20' },
    'data-dir': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const users = Number(values.users);
const milliseconds = Number(values.seconds) * 1000;
const sizes = [...new Set([Number(values.small), Number(values.cases)])].sort((a, b) => a - b);
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Figures {
  perSecond: number;
  p50: number;
  p95: number;
}

const percentile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const round = (n: number) => Math.round(n * 10) / 10;

/** Users who each begin anew as soon as they are answered. The first fifth of the time is not counted. */
async function together(run: (user: number, turn: number) => Promise<void>): Promise<Figures> {
  const times: number[] = [];
  const begun = performance.now();
  const warm = begun + milliseconds / 5;
  const end = begun + milliseconds;
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const start = performance.now();
        await run(user, turn);
        const now = performance.now();
        if (start >= warm && now <= end) times.push(now - start);
      }
    }),
  );
  times.sort((a, b) => a - b);
  return {
    perSecond: round(times.length / ((end - warm) / 1000)),
    p50: round(percentile(times, 0.5)),
    p95: round(percentile(times, 0.95)),
  };
}

const dataDir = values['data-dir'] ?? mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
const database = await openDatabase({ dataDir, databaseUrl: process.env.DATABASE_URL });
const results: Record<string, unknown>[] = [];
try {
  await migrate({ url: database.url, now: systemClock.now() });
  const keyFile = join(dataDir, 'bench-keys.json');
  createKeyFile(keyFile, systemClock.now());
  const app = createApp({
    databaseUrl: database.url,
    connections: 20,
    keyFile,
    anchorFile: join(dataDir, 'anchor.json'),
    clock: systemClock,
    log: createLogger('error'),
    notifier: demoNotifier,
    blobs: (vault) => folderStore(join(dataDir, 'papers'), vault),
    demo: true,
    publicUrl: 'http://localhost',
  });
  await loadReference(app);
  await loadDemo(app, { sites: 240, persons: 400, cases: false }, () => undefined);
  const world: World = { app };
  const offices: Office[] = await findLines(world, 60);
  const villages = await app.db
    .selectFrom('divisions')
    .select(['id', 'code', 'population'])
    .where('level', '=', 'village')
    .where('valid_to', 'is', null)
    .execute();
  const homes = villages.map((village) => ({ ...village, population: village.population ?? 0 }));

  const templates = await makeTemplates(world, offices[0]!);
  let loaded = 0;
  for (const size of sizes) {
    say(`loading ${size.toLocaleString('en')} cases …`);
    const started = performance.now();
    await loadPersons(database.url, keyFile, loaded, size, homes);
    await loadCases(
      app.db as unknown as Kysely<Tables>,
      templates,
      offices.map((office) => office.line),
      loaded,
      size,
    );
    loaded = size;
    await sql`vacuum analyze`.execute(app.db);
    await sql`checkpoint`.execute(app.db);
    say(`  in ${Math.round((performance.now() - started) / 1000)} s`);
    const names = await sampleNames(world, size);
    const residents = await residentsOf(
      world,
      offices.map((office) => office.line.village),
    );

    const peopled = offices.filter((office) => residents.has(office.line.village));
    say('  queue page …');
    const queue = await together(async (user) => {
      await offices[user % offices.length]!.approver.cases.queue({ limit: 40 });
    });
    say('  person search …');
    const search = await together(async (user, turn) => {
      await offices[user % offices.length]!.teller.identity.search({
        text: names[(user * 31 + turn) % names.length]!,
        limit: 10,
      });
    });
    say('  case page …');
    const page = await together(async (user, turn) => {
      const office = offices[user % offices.length]!;
      const n = (user + turn * users) % size;
      await office.supervisor.cases.get({ id: loadedId(2, n) });
    });
    say('  lifecycles …');
    const life = await together(async (user, turn) => {
      const office = peopled[(user + turn) % peopled.length]!;
      const people = residents.get(office.line.village)!;
      await liveCase(office, people[(user * 7919 + turn * users) % people.length]!);
    });
    const raw = await ceiling(database.url, {
      connections: 20,
      users,
      milliseconds,
      rows: await rowsOf(world),
      commands: commandsOf,
    });
    results.push({
      cases: size,
      queue,
      search,
      page,
      lifecycles: life,
      ceiling: raw,
      share: round((100 * life.perSecond) / raw) / 100,
    });
  }
  report(results);
  await app.close();
} catch (error) {
  // Told before the database goes: open connections would cry louder.
  console.error(error);
  process.exitCode = 1;
} finally {
  await database.stop();
  if (!values['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

/** Nine in ten cases of a city that has worked for years are over; the rest wait somewhere along the line. */
async function makeTemplates(world: World, office: Office): Promise<Template> {
  const kinds = [
    { until: 'delivered', share: 0.9 },
    { until: 'received', share: 0.02 },
    { until: 'accepted', share: 0.03 },
    { until: 'checked', share: 0.02 },
    { until: 'ready', share: 0.02 },
    { until: 'decided', share: 0.01 },
  ] as const;
  const person = await world.app.db
    .selectFrom('persons')
    .select('id')
    .where('village_id', '=', office.line.village)
    .executeTakeFirstOrThrow();
  const cases = [];
  for (const { until, share } of kinds)
    cases.push({ id: await liveCase(office, person.id, until), person: person.id, share });
  return { line: office.line, cases };
}

/** Some residents of each village, for its own clerk to serve. */
async function residentsOf({ app }: World, villages: string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ village_id: string; ids: string[] }>`
    select village_id, (array_agg(id))[1:200] as ids from persons where village_id = any(${villages}::uuid[]) group by village_id`.execute(
    app.db,
  );
  return new Map(rows.map((row) => [row.village_id, row.ids]));
}

async function sampleNames(world: World, size: number): Promise<string[]> {
  const ids = Array.from({ length: 40 }, (_, n) => loadedId(1, Math.floor((n * size) / 40)));
  const rows = await world.app.db.selectFrom('persons').select(['id', 'name_sealed']).where('id', 'in', ids).execute();
  // Two characters, as people type: the surname with the first of the given name, or the two of the given name.
  return rows.map((row, n) => {
    const name = world.app.vault.openText(row.name_sealed, { table: 'persons', column: 'name', row: row.id });
    return [...name]
      .slice(n % 2 === 0 ? 0 : -2)
      .slice(0, 2)
      .join('');
  });
}

function report(rows: Record<string, unknown>[]): void {
  if (values.json) {
    console.log(JSON.stringify({ users, seconds: Number(values.seconds), rows }));
    return;
  }
  for (const row of rows as {
    cases: number;
    queue: Figures;
    search: Figures;
    page: Figures;
    lifecycles: Figures;
    ceiling: number;
    share: number;
  }[]) {
    console.log(`\n${row.cases.toLocaleString('en')} cases stored, ${users} users`);
    for (const [name, figures] of [
      ['queue page', row.queue],
      ['person search', row.search],
      ['case page', row.page],
    ] as const) {
      console.log(
        `  ${name.padEnd(16)} p50 ${String(figures.p50).padStart(7)} ms   p95 ${String(figures.p95).padStart(7)} ms   ${String(figures.perSecond).padStart(7)}/s`,
      );
    }
    console.log(
      `  ${'lifecycles'.padEnd(16)} ${row.lifecycles.perSecond}/s (p95 ${row.lifecycles.p95} ms each); raw ceiling ${row.ceiling}/s; share ${row.share}`,
    );
  }
}
