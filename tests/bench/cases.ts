import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '#db/migrate.ts';
import { createApp, startJobs } from '#server/app.ts';
import { loadDemo, loadReference } from '#server/first-data.ts';
import { systemClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/database.ts';
import { createKeyFile } from '#server/platform/key-file.ts';
import { createLogger } from '#server/platform/log.ts';
import { demoNotifier } from '#server/platform/notifier.ts';
import { folderStore } from '#server/platform/storage.ts';
import { connect, wholeReads } from './bulk.ts';
import { ceiling } from './ceiling.ts';
import { load, loadedId } from './load.ts';
import { type Figures, together } from './measure.ts';
import { commandsOf, findLines, liveCase, rowsOf, type World } from './office.ts';
import { makeTemplates, pagesOf, redateAll, residentsOf, villagesOf } from './pages.ts';

/**
 * Full lifecycles a second, and p50/p95 of queue page, person search, case page and the other lists, at two sizes and 20 users
 * at once, with the processor time that each took; in the same run the database's own ceiling: the same driver, connections and
 * durability, one transaction per command with all the rows that it leaves. Everything runs on one machine: program, its jobs,
 * database and users share its cores. Ends badly when a big table was read from end to end.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    small: { type: 'string', default: '10000' },
    persons: { type: 'string' },
    users: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '15' },
    only: { type: 'string' },
    'data-dir': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const users = Number(values.users);
const milliseconds = Number(values.seconds) * 1000;
const sizes = [...new Set([Number(values.small), Number(values.cases)])].sort((a, b) => a - b);
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Row {
  cases: number;
  persons: number;
  pages: Record<string, Figures>;
  lifecycles?: Figures;
  /** The database's own, sent as the program sends, and row by row; and the lifecycles by each. */
  ceiling?: Figures;
  rowByRow?: Figures;
  share?: number;
  shareRowByRow?: number;
  redating?: { open: number; moved: number; seconds: number; perSecond: number };
}

const wanted = (what: string) => !values.only || values.only.split(',').includes(what);
const dataDir = values['data-dir'] ?? mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
const database = await openDatabase({ dataDir, databaseUrl: process.env.DATABASE_URL });
const watch = await connect(database.url);
const rows: Row[] = [];
let wholly: [string, number][] = [];
let stopJobs: (() => Promise<void>) | undefined;
try {
  await migrate({ url: database.url, now: systemClock.now() });
  const keyFile = join(dataDir, 'bench-keys.json');
  if (!existsSync(keyFile)) createKeyFile(keyFile, systemClock.now());
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
  const offices = await findLines(world, 60);
  const homes = await villagesOf(world);
  const template = await makeTemplates(world, offices[0]!);
  const lines = offices.map((office) => office.line);
  let loaded = await loadedAlready();
  for (const size of sizes) {
    const to = {
      cases: size,
      persons: Math.max(loaded.persons, values.persons && size === sizes.at(-1) ? Number(values.persons) : size),
    };
    if (size > loaded.cases || to.persons > loaded.persons) {
      say(`loading ${size.toLocaleString('en')} cases and ${to.persons.toLocaleString('en')} people …`);
      await load({ url: database.url, keyFile, villages: homes, template, lines, from: loaded, to, say });
      await settle();
      loaded = to;
    }
    const residents = await residentsOf(world, offices);
    stopJobs = startJobs(app);
    const pages = await pagesOf(world, offices, loaded);
    await pause(1500);
    const before = await wholeReads(watch);
    const row: Row = { cases: size, persons: loaded.persons, pages: {} };
    rows.push(row);
    const load20 = { users, milliseconds, watch };
    for (const [name, page] of Object.entries(pages).filter(([name]) => wanted(name))) {
      say(`  ${name} …`);
      row.pages[name] = await together(page.aside ? { ...load20, milliseconds: milliseconds / 4 } : load20, page.run);
    }
    if (wanted('lifecycles')) {
      say('  lifecycles …');
      const peopled = offices.filter((office) => residents.has(office.line.village));
      row.lifecycles = await together(load20, async (user, turn) => {
        const office = peopled[(user + turn) % peopled.length]!;
        const people = residents.get(office.line.village)!;
        await liveCase(office, people[(user * 7919 + turn * users) % people.length]!);
      });
    }
    // The counters come a second after the reads.
    await pause(1500);
    wholly = [
      ...wholly,
      ...[...(await wholeReads(watch))].filter(([table, reads]) => size >= 10_000 && reads > (before.get(table) ?? 0)),
    ];
    await stopJobs();
    if (wanted('lifecycles')) {
      say('  the raw ceiling …');
      const raw = { ...load20, connections: 20, rows: await rowsOf(world), commands: commandsOf };
      row.ceiling = await ceiling(database.url, raw);
      row.rowByRow = await ceiling(database.url, { ...raw, rowByRow: true });
      const { lifecycles } = row;
      const of = (most: Figures) => lifecycles && Math.round((100 * lifecycles.perSecond) / most.perSecond) / 100;
      row.share = of(row.ceiling);
      row.shareRowByRow = of(row.rowByRow);
    }
  }
  if (wanted('redating')) {
    say('  a new holiday …');
    rows.at(-1)!.redating = await redateAll(world, offices[0]!.administrator);
  }
  report();
  if (wholly.length > 0) {
    say(`\nread from end to end: ${[...new Set(wholly.map(([table]) => table))].join(', ')}`);
    process.exitCode = 1;
  }
  await app.close();
} catch (error) {
  // Told before the database goes: open connections would cry louder.
  console.error(error);
  process.exitCode = 1;
} finally {
  await stopJobs?.();
  await watch.end();
  await database.stop();
  if (!values['data-dir']) rmSync(dataDir, { recursive: true, force: true });
}

/** A run on a folder that was kept goes on with what is there. */
async function loadedAlready(): Promise<{ cases: number; persons: number }> {
  const count = async (table: string, kind: number) => {
    const { rows } = await watch.query<{ count: string }>(
      `select count(*) as count from ${table} where id between $1 and $2`,
      [loadedId(kind, 0), loadedId(kind, 99_999_999)],
    );
    return Number(rows[0]!.count);
  };
  return { cases: await count('cases', 2), persons: await count('persons', 1) };
}

/** As a database that has worked for years stands: counted, nothing waiting to be written. */
async function settle(): Promise<void> {
  const begun = performance.now();
  await watch.query('vacuum (analyze)');
  await watch.query('checkpoint');
  say(`  settled in ${Math.round((performance.now() - begun) / 1000)} s`);
}

function report(): void {
  if (values.json) {
    console.log(JSON.stringify({ users, seconds: Number(values.seconds), rows, readFromEndToEnd: wholly }));
    return;
  }
  const number = (n: number, width = 8) => n.toLocaleString('en', { maximumFractionDigits: 1 }).padStart(width);
  const line = (name: string, { p50, p95, perSecond, cpu }: Figures) =>
    console.log(
      `  ${name.padEnd(24)}${number(p50)} ms ${number(p95)} ms ${number(perSecond)}/s   ${cpu.program.toFixed(2).padStart(7)} ms ${(cpu.database?.toFixed(2) ?? '?').padStart(7)} ms`,
    );
  for (const { cases, persons, pages, lifecycles, ceiling, rowByRow, share, shareRowByRow, redating } of rows) {
    console.log(
      `\n${cases.toLocaleString('en')} cases and ${persons.toLocaleString('en')} people stored, ${users} users`,
    );
    console.log(`  ${''.padEnd(24)}     p50         p95      each second   processor: program, database`);
    for (const [name, figures] of Object.entries(pages)) line(name, figures);
    if (lifecycles) line(`lifecycles (${commandsOf} commands)`, lifecycles);
    if (ceiling) line('raw ceiling', ceiling);
    if (rowByRow) line('the same, row by row', rowByRow);
    if (share !== undefined) console.log(`  share of the ceiling: ${share}, row by row ${shareRowByRow}`);
    if (redating)
      console.log(
        `  a new holiday: ${number(redating.open, 0)} open cases dated anew in ${redating.seconds} s (${number(redating.perSecond, 0)}/s), ${number(redating.moved, 0)} moved`,
      );
  }
}
