import { posix } from 'node:path';
import type { Import, Source } from './source.ts';

/** A broken rule, where it is broken. */
export interface Violation {
  path: string;
  line: number;
  says: string;
}

/** Later rooms join at the end of the list; each may import what stands before it. `kernel` and `platform` carry all the others. */
const roomOrder = [
  'organisation',
  'identity',
  'catalogue',
  'sites',
  'cases',
  'feedback',
  'planning',
  'ledgers',
  'learning',
  'supervision',
];

const base = { domain: 'kernel', server: 'platform' } as const;

/** Where a file lives. `area` is `src/x`'s x, or the first folder outside of `src`. */
interface Place {
  area: string;
  /** The folder or, in `api`, the file that a room has; undefined for files that belong to no room. */
  room: string | undefined;
}

const placeOf = (path: string): Place => {
  const [first = '', second = '', third] = path.split('/');
  if (first !== 'src') return { area: first, room: undefined };
  if (third === undefined) return { area: second, room: undefined };
  if (path.split('/').length > 3) return { area: second, room: third };
  const name = third.split('.')[0]!;
  return { area: second, room: second === 'api' && roomOrder.includes(name) ? name : undefined };
};

/** Test files and what only they use. */
const isTest = (path: string): boolean => /\.test\.tsx?$|(^|[./])testing(\.ts$|\/)|^(tests|scripts)\//.test(path);

const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

const packagesFor: Record<string, RegExp> = {
  domain: /^zod$/,
  api: /^(zod|@orpc\/.*)$/,
};
const testPackages = /^(vitest|fast-check|node:.*)$/;

/** They see server and web: the program, and the file that mounts the pages for it and for the tests. */
const summits = ['main.ts', 'pages.ts'];

/** Which areas an area may import; what is not listed may import everything but `web` and the summits. */
const areasFor: Record<string, string[]> = {
  domain: ['domain'],
  api: ['api', 'domain'],
  web: ['web', 'api', 'domain', 'locales'],
  server: ['server', 'api', 'domain', 'db', 'locales'],
};
const testAreas = ['db', 'tests', 'locales'];
const audiences = ['citizen', 'workbench', 'supervision'];

const areaRule = (from: Place, to: Place, test: boolean): string | undefined => {
  if (summits.includes(from.area) || from.area === 'tests' || from.area === 'scripts') return undefined;
  const allowed = areasFor[from.area];
  if (!allowed)
    return to.area === 'web' || summits.includes(to.area) ? 'only src/main.ts and src/pages.ts see src/web' : undefined;
  if (allowed.includes(to.area) || (test && testAreas.includes(to.area))) return undefined;
  return `${from.area} may import only ${allowed.join(', ')}, not ${to.area}`;
};

const orderRule = (from: Place, to: Place): string | undefined => {
  if (from.area !== to.area || !['domain', 'api', 'server'].includes(from.area)) return undefined;
  if (from.room === undefined || to.room === undefined || from.room === to.room) return undefined;
  const ground = from.area === 'api' ? undefined : base[from.area as keyof typeof base];
  if (to.room === ground) return undefined;
  if (from.room === ground) return `${from.area}/${ground} knows no module, so it may not import ${to.room}`;
  return roomOrder.indexOf(to.room) < roomOrder.indexOf(from.room)
    ? undefined
    : `${from.room} comes before ${to.room} and may not import it`;
};

/** The same order holds where the server reaches for the words or the contract of a later room. */
const crossOrderRule = (from: Place, to: Place): string | undefined => {
  if (from.area === to.area || from.room === undefined || to.room === undefined) return undefined;
  if (!['api', 'server'].includes(from.area) || !['domain', 'api'].includes(to.area)) return undefined;
  if (to.room === 'kernel') return undefined;
  if (from.room === 'platform') return `platform knows no module, so it may not import ${to.area}/${to.room}`;
  return roomOrder.indexOf(to.room) <= roomOrder.indexOf(from.room)
    ? undefined
    : `${from.room} comes before ${to.room} and may not import it`;
};

const doorRule = (fromPath: string, from: Place, toPath: string, to: Place, typeOnly: boolean): string | undefined => {
  if (to.area !== 'server' || to.room === undefined || to.room === 'platform' || from.area === 'tests')
    return undefined;
  if (from.area === 'server' && from.room === to.room) return undefined;
  if (toPath === `src/server/${to.room}/index.ts`) return undefined;
  // A command that needs no database takes one machine of a module by its own door: the solver, the roads.
  if (from.area === 'cli' && /^src\/server\/\w+\/\w+\/index\.ts$/.test(toPath)) return undefined;
  // Operations stand under every module's routes: through the door they would stand on themselves.
  if (fromPath === 'src/server/operations.ts' && toPath === 'src/server/organisation/organisation.cache.ts')
    return undefined;
  // The type of the whole database is the one place that names every table.
  if (fromPath === 'src/server/context.ts' && typeOnly && toPath.includes('.tables.')) return undefined;
  return 'a server module is entered from outside by its index.ts alone';
};

const layerRule = (fromPath: string, toPath: string): string | undefined =>
  fromPath.includes('.routes.') && /\.(repository|tables)\./.test(toPath)
    ? 'routes never touch repositories or tables; call the service'
    : undefined;

const audienceRule = (from: Place, to: Place): string | undefined => {
  if (from.area !== 'web' || to.area !== 'web' || from.room === to.room) return undefined;
  return audiences.includes(to.room ?? '') && from.room !== undefined
    ? `${from.room} may not import the audience ${to.room}`
    : undefined;
};

const testRule = (fromPath: string, toPath: string): string | undefined =>
  isTest(toPath) && !isTest(fromPath) ? 'only tests import tests and what is made for them' : undefined;

const mayHoldSql = (path: string, { area, room }: Place): boolean =>
  ['db', 'tests', 'scripts'].includes(area) || room === 'platform' || path.includes('.repository.') || isTest(path);

const packageRule = (path: string, from: Place, { specifier, typeOnly, names }: Import): string | undefined => {
  const test = isTest(path);
  const allowed = packagesFor[from.area];
  if (allowed && !allowed.test(specifier) && !(test && testPackages.test(specifier))) {
    return `${from.area} may not import the package ${specifier}`;
  }
  if (from.area === 'web' && from.room !== 'citizen' && specifier.startsWith('node:') && !test) {
    return `${specifier} does not exist in a browser`;
  }
  const sql = ['pg', 'kysely'].includes(specifier) && (!typeOnly || names.includes('sql'));
  return sql && !mayHoldSql(path, from) ? 'only repositories and platform touch SQL' : undefined;
};

export interface Project {
  sources: Source[];
  /** Every file that an import may name, from the root of the project. */
  files: Set<string>;
  /** `#name/` → folder, as in `imports` of package.json. */
  aliases: Record<string, string>;
}

/** The file that a specifier names; undefined for a package. */
const resolveImport = (from: string, specifier: string, aliases: Record<string, string>): string | undefined => {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
  return alias === undefined ? undefined : posix.normalize(aliases[alias]! + specifier.slice(alias.length));
};

const importViolations = (project: Project, source: Source): Violation[] => {
  const from = placeOf(source.path);
  const test = isTest(source.path);
  return source.imports.flatMap((each) => {
    const target = resolveImport(source.path, each.specifier, project.aliases);
    const to = target === undefined ? undefined : placeOf(target);
    const says =
      each.specifier === '*'
        ? from.area !== 'tests' && from.area !== 'scripts' && !test
          ? ['an import whose address is made at run time cannot be checked']
          : []
        : target === undefined || to === undefined
          ? [packageRule(source.path, from, each)]
          : !project.files.has(target)
            ? [`${each.specifier} does not exist`]
            : [
                areaRule(from, to, test),
                // The tests of a module may need what comes after it; nothing else comes to depend on them.
                test && from.area === 'server' ? undefined : orderRule(from, to),
                crossOrderRule(from, to),
                doorRule(source.path, from, target, to, each.typeOnly),
                layerRule(source.path, target),
                audienceRule(from, to),
                testRule(source.path, target),
                each.names.includes('sql') && !mayHoldSql(source.path, from)
                  ? 'only repositories and platform touch SQL'
                  : undefined,
              ];
    return says
      .filter((said) => said !== undefined)
      .map((said) => ({ path: source.path, line: each.line, says: `${said} (${each.specifier})` }));
  });
};

const roomViolations = (source: Source): Violation[] => {
  const { area, room } = placeOf(source.path);
  if ((area !== 'domain' && area !== 'server') || room === undefined) return [];
  if (room === base[area] || roomOrder.includes(room)) return [];
  return [{ path: source.path, line: 1, says: `the room ${room} has no place in the order of rooms` }];
};

/** One for the server, and one for what a browser shows of the present: legal dates are none of it. */
const clockFiles = ['src/server/platform/clock.ts', 'src/web/workbench/clock.ts'];
const present = new Set(['Date.now', 'new Date()', 'Date()', 'Temporal.Now']);

const ambientViolations = (source: Source): Violation[] => {
  const { area } = placeOf(source.path);
  if (!source.path.startsWith('src/') || isTest(source.path) || clockFiles.includes(source.path)) return [];
  return source.ambient.flatMap(({ what, line }) => {
    if (present.has(what)) {
      return [
        { path: source.path, line, says: `${what}: the time is passed in; only ${clockFiles.join(' and ')} read it` },
      ];
    }
    return area === 'domain' ? [{ path: source.path, line, says: `${what}: domain is pure` }] : [];
  });
};

const queryViolations = (source: Source): Violation[] =>
  mayHoldSql(source.path, placeOf(source.path)) || !source.path.startsWith('src/server/')
    ? []
    : source.queries.map(({ what, line }) => ({
        path: source.path,
        line,
        says: `${what}: only repositories and platform touch SQL`,
      }));

const sqlClock =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_(timestamp|date|time)|localtime(stamp)?)\b/i;

/** `now()` in an SQL file, comments left out. */
export const sqlViolations = (path: string, sql: string): Violation[] =>
  sql
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .flatMap((line, index) => {
      const found = sqlClock.exec(line.replace(/--.*/, ''));
      return found ? [{ path, line: index + 1, says: `${found[0]}: the time is passed in, never read by SQL` }] : [];
    });

const textViolations = (source: Source): Violation[] =>
  /^(src\/server|db)\//.test(source.path) && !isTest(source.path)
    ? source.texts.flatMap(({ text, line }) =>
        sqlViolations(source.path, text).map((each) => ({ ...each, line: each.line + line - 1 })),
      )
    : [];

/** Every rule of the house about which file may name which, read from every import. */
export const violations = (project: Project): Violation[] =>
  project.sources.flatMap((source) => [
    ...importViolations(project, source),
    ...roomViolations(source),
    ...ambientViolations(source),
    ...queryViolations(source),
    ...textViolations(source),
  ]);

/** Cycles of any kind of import, types included, threads excepted: one of each knot of files that reach each other. */
export const cycles = (project: Project): Violation[] => {
  const graph = new Map(
    project.sources.map((source) => [
      source.path,
      source.imports
        .filter((each) => !each.thread)
        .map((each) => resolveImport(source.path, each.specifier, project.aliases))
        .filter((target) => target !== undefined && isCode(target)),
    ]),
  );
  const found: Violation[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const ring = [...trail.slice(at), path];
      found.push({ path, line: 1, says: `a cycle of imports: ${ring.join(' → ')}` });
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) if (next !== undefined) walk(next);
    trail.pop();
    done.add(path);
  };
  for (const path of graph.keys()) walk(path);
  return found;
};
