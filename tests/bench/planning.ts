import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { PlanProblem } from '#domain/planning/solve/problem.ts';
import { readCsv } from '#domain/planning/solve/read.csv.ts';
import { readPmed, readScp } from '#domain/planning/solve/read.orlib.ts';
import { solve } from '#server/planning/solver/index.ts';
import { levelled, prefecture, topDown, within } from './planning.cases.ts';
import { type CbcFigures, hasCbc, runCbc } from './planning.cbc.ts';
import { byRoad } from './planning.demo.ts';
import { capacitated, coverFamilies, coverFile, medianFile, medianSizes } from './planning.families.ts';
import { benchTravel } from './planning.travel.ts';

/**
 * The location planner on published cases with known optima, on the invented prefecture at full size, against CBC on the same
 * models, and travel times. Every case: time, memory, status, gap, and whether the published optimum was reached.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: {
      type: 'string',
      default: 'p-median,set-cover,san-francisco,families,capacity,prefecture,levels,cbc,travel',
    },
    'time-limit': { type: 'string', default: '120' },
  },
});
const timeLimitSeconds = Number(values['time-limit']);
const parts = new Set(values.only.split(','));
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Figures {
  name: string;
  model: string;
  sites: number;
  demands: number;
  pairs: number;
  status: string;
  objective: number | null;
  bound: number | null;
  gap: number | null;
  seconds: number;
  /** The greatest the whole process was while it solved. */
  megabytes: number;
  published?: number;
  reached?: boolean;
  cbc?: CbcFigures;
}
const figures: Figures[] = [];

async function measure(
  name: string,
  problem: PlanProblem,
  published?: number,
  seconds = timeLimitSeconds,
  start?: readonly string[],
): Promise<Figures> {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, 50);
  const answer = await solve(problem, { timeLimitSeconds: seconds, ...(start && { start }) });
  clearInterval(timer);
  const { status, objective, bound, gap } = answer;
  const close = published !== undefined && objective !== null && Math.abs(objective - published) <= 1e-9 * published;
  const row: Figures = {
    name,
    model: problem.model,
    sites: problem.sites.length,
    demands: problem.demands.length,
    pairs: problem.pairs.cost.length,
    status,
    objective,
    bound,
    gap,
    seconds: Math.round(answer.seconds * 100) / 100,
    megabytes: Math.round(most / 2 ** 20),
    ...(published !== undefined && { published, reached: close }),
  };
  figures.push(row);
  const percent = gap ? ` gap ${(gap * 100).toFixed(2)} %` : '';
  const known = published === undefined ? '' : close ? ' = published' : ` published ${published}`;
  say(
    `${name.padEnd(34)} ${problem.model.padEnd(9)} ${status.padEnd(10)} ${objective}${percent}${known}  ${row.seconds} s  ${row.megabytes} MB`,
  );
  return row;
}

function optimaIn(folder: string): [string, number][] {
  const lines = readFileSync(join(folder, 'optima.txt'), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [name = '', optimum] = line.trim().split(/\s+/);
    return [name, Number(optimum)];
  });
}

const some = <T>(list: T[], count: number): T[] => (values.quick ? list.slice(0, count) : list);

async function orLibrary(data: string): Promise<void> {
  if (parts.has('p-median') && existsSync(join(data, 'p-median')))
    for (const [name, optimum] of some(optimaIn(join(data, 'p-median')), 4)) {
      const { sites, demands, pairs, p } = readPmed(readFileSync(join(data, 'p-median', `${name}.txt`), 'utf8'));
      await measure(name, { model: 'p-median', sites, demands, pairs, p: p! }, optimum, 300);
    }
  if (parts.has('set-cover') && existsSync(join(data, 'set-cover')))
    for (const [name, optimum] of some(optimaIn(join(data, 'set-cover')), 3)) {
      const { sites, demands, pairs } = readScp(readFileSync(join(data, 'set-cover', `${name}.txt`), 'utf8'));
      await measure(name, { model: 'set-cover', sites, demands, pairs }, optimum);
    }
}

/** 16 candidate stores and 205 census tracts, p = 4; the published answers are spopt's. */
async function sanFrancisco(data: string): Promise<void> {
  const folder = join(data, 'san-francisco');
  if (!parts.has('san-francisco') || !existsSync(folder)) return;
  const read = (part: string): Record<string, string>[] => {
    const file = readdirSync(folder).find((name) => name.includes(part))!;
    return parse(readFileSync(join(folder, file), 'utf8'), { columns: true });
  };
  const people = new Map(read('demand').map((row) => [row.NAME!, row.POP2000!]));
  const rows = read('distance').map((row) =>
    [row.name, row.DestinationName, row.distance, people.get(row.DestinationName!)].join(','),
  );
  const { sites, demands, pairs } = readCsv(['site,demand,cost,weight', ...rows].join('\n'));
  const base = { sites, demands, pairs };
  await measure('San Francisco', { ...base, model: 'p-median', p: 4 }, 2848268129.7145);
  await measure('San Francisco, 5000 m', { ...base, model: 'mclp', p: 4, limit: 5000 }, 875_247);
  await measure('San Francisco', { ...base, model: 'p-center', p: 4 }, 7403.063810849859);
  await measure('San Francisco, 5000 m', { ...base, model: 'lscp', limit: 5000 }, 8);
}

/** Instances made like the published ones: all forty sizes of p-medians, five each of the set covers 4, 5, 6 and A. */
async function families(): Promise<void> {
  if (!parts.has('families')) return;
  for (const [i, [n, p]] of some([...medianSizes], 4).entries()) {
    const { sites, demands, pairs } = readPmed(medianFile(n, p, 1000 + i));
    await measure(
      `made p-median ${i + 1}: ${n}, p = ${p}`,
      { model: 'p-median', sites, demands, pairs, p },
      undefined,
      300,
    );
  }
  for (const [family, shape] of Object.entries(coverFamilies))
    for (let i = 1; i <= (values.quick ? 1 : 5); i++) {
      const { sites, demands, pairs } = readScp(coverFile(shape, i * 77));
      const problem: PlanProblem = { model: 'set-cover', sites, demands, pairs };
      compare(await measure(`made set cover ${family}.${i}`, problem), problem, i === 1);
    }
}

/** Made like OR-Library's capacitated p-medians; 30 seconds each. */
async function capacities(): Promise<void> {
  if (!parts.has('capacity')) return;
  for (const [count, p] of [
    [50, 5],
    [100, 10],
  ] as const)
    for (let i = 1; i <= (values.quick ? 1 : 10); i++)
      await measure(
        `made capacities ${count}.${i}, p = ${p}`,
        { ...capacitated(count, p, i), model: 'p-median' },
        undefined,
        30,
      );
}

const withCbc = parts.has('cbc') && hasCbc();
if (parts.has('cbc') && !withCbc) say('CBC is not installed (Debian: coinor-cbc), so nothing is compared with it.');

/** The same model with CBC, where asked. */
function compare(row: Figures, problem: PlanProblem, asked = true): void {
  if (!withCbc || !asked) return;
  row.cbc = runCbc(problem, Math.min(60, timeLimitSeconds));
  say(`${' '.repeat(24)}CBC: ${row.cbc.status} ${row.cbc.objective} ${row.cbc.seconds.toFixed(1)} s`);
}

/** Full size by road: the limits of the promise, 10 minutes in town and 30 in the country, and wider ones. */
async function prefectureByRoad(): Promise<void> {
  if (!parts.has('prefecture') && !parts.has('cbc')) return;
  const within = await byRoad({ urban: 30, rural: 90 });
  const limits = [
    { urban: 10, rural: 30 },
    { urban: 15, rural: 45 },
    { urban: 20, rural: 60 },
    { urban: 30, rural: 90 },
  ];
  const [promise] = limits;
  const name = ({ urban, rural }: { urban: number; rural: number }) => `by road, ${urban} and ${rural} minutes`;
  for (const each of some(limits, 1)) {
    const problem = within(each, { model: 'lscp', leaveOut: true });
    compare(await measure(name(each), problem), problem);
  }
  for (const p of some([300, 100], 1)) {
    const problem = within(promise!, { model: 'mclp', p, limit: 60 * promise!.rural });
    compare(await measure(`${name(promise!)}, p = ${p}`, problem), problem);
  }
  if (values.quick) return;
  const roomy = within(promise!, { model: 'mclp', p: 250, limit: 60 * promise!.rural });
  const sites = roomy.sites.map((site) => ({ ...site, capacity: 30_000 }));
  await measure(`${name(promise!)}, 30,000 people a site`, { ...roomy, sites }, undefined, 60);
}

/** Full size by straight lines: about 700 of 2,487 sites are enough at 2.3 km; the wider radii are harder than any real question. */
async function fullPrefecture(): Promise<void> {
  if (!parts.has('prefecture') && !parts.has('cbc')) return;
  const city = prefecture();
  const cover = some([2, 2.3, 2.6, 3, 4], 2).map((radius) => ({ radius, rules: { model: 'lscp' as const } }));
  const most = some([1.5, 2], 1).map((radius) => ({
    radius,
    rules: { model: 'mclp' as const, p: 729, limit: radius * 1000 - 1 },
  }));
  for (const { radius, rules } of [...cover, ...most]) {
    const problem = within(city, radius, rules);
    compare(await measure(`prefecture, ${radius} km`, problem), problem);
  }
  if (values.quick) return;
  const least = within(city, 6, { model: 'p-median', p: 729 });
  await measure('prefecture, 6 km, p = 729', least);
  const roomy = within(city, 2.6, { model: 'lscp' });
  const sites = roomy.sites.map((site) => ({ ...site, capacity: 30_000 }));
  await measure('prefecture, 2.6 km, 30,000 people a site', { ...roomy, sites }, undefined, 60);
}

/** Village points, town centres and county halls as one question, begun from the way from the top down. */
async function severalLevels(): Promise<void> {
  if (!parts.has('levels') || values.quick) return;
  const city = prefecture();
  const open = new Set<string>();
  for (const level of ['county', 'town', 'village'] as const) {
    const { sites } = await solve(topDown(city, level, open), { timeLimitSeconds: 60 });
    for (const id of sites) open.add(id);
  }
  const start = city.sites.flatMap(({ id, level }) =>
    open.has(id) ? [`${id}@${level === 'city' ? 'county' : level}`] : [],
  );
  const rules = { leaveOut: true } as const;
  await measure('three levels, fewest points', levelled(city, { ...rules, model: 'lscp' }), undefined, 60, start);
  for (const budget of [2500, 1800])
    await measure(`three levels, budget ${budget}`, levelled(city, { model: 'mclp', budget }), undefined, 60);
  await measure('three levels, least cost', levelled(city, { ...rules, model: 'set-cover' }), undefined, 60, start);
}

const data = values.data;
if (data !== undefined) {
  if (!existsSync(data)) throw new Error(`There is no folder ${data}`);
  await orLibrary(data);
  await sanFrancisco(data);
}
await families();
await capacities();
await prefectureByRoad();
await fullPrefecture();
await severalLevels();
const travel = parts.has('travel') && !values.quick ? await benchTravel({ data, say }) : undefined;
const published = figures.filter((row) => row.published !== undefined);
const missed = published.filter((row) => !row.reached);
say(
  `${published.length - missed.length} of ${published.length} published optima reached, ${figures.filter((row) => row.status === 'optimal').length} of ${figures.length} cases proved`,
);
if (values.json) process.stdout.write(`${JSON.stringify({ figures, ...(travel && { travel }) }, null, 2)}\n`);
process.exitCode = missed.length > 0 ? 1 : 0;
