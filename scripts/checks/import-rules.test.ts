import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkProject } from '../check-imports.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doorstep-rules-'));
  const { imports } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  write('package.json', JSON.stringify({ imports }));
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

/** Every way of naming a file that the language has. */
const syntaxes: Record<string, (target: string) => string> = {
  static: (target) => `import { x } from '${target}';`,
  namespace: (target) => `import * as x from '${target}';`,
  'side effect': (target) => `import '${target}';`,
  'type-only': (target) => `import type { X } from '${target}';`,
  'inline type': (target) => `import { type X } from '${target}';`,
  'type expression': (target) => `export type Y = import('${target}').X;`,
  dynamic: (target) => `export const y = await import('${target}');`,
  'dynamic template': (target) => `export const y = () => import(\`${target}\`);`,
  're-export': (target) => `export { x } from '${target}';`,
  're-export all': (target) => `export * from '${target}';`,
  're-export types': (target) => `export type { X } from '${target}';`,
  require: (target) => `export const y = require('${target}');`,
  'import equals': (target) => `import y = require('${target}');`,
  worker: (target) => `export const y = new Worker(new URL('${target}', import.meta.url));`,
};

/** rule, importing file, file that it may not import, and the two ways to write its address. */
const planted: [string, string, string, string, string][] = [
  ['1 domain imports only itself', 'src/domain/cases/a.ts', 'src/api/b.ts', '#api/b.ts', '../../api/b.ts'],
  [
    '1 domain sees no server',
    'src/domain/cases/a.ts',
    'src/server/platform/b.ts',
    '#server/platform/b.ts',
    '../../server/platform/b.ts',
  ],
  [
    '2 api imports domain alone',
    'src/api/a.ts',
    'src/server/platform/b.ts',
    '#server/platform/b.ts',
    '../server/platform/b.ts',
  ],
  [
    '3 web never imports server',
    'src/web/shared/a.ts',
    'src/server/platform/b.ts',
    '#server/platform/b.ts',
    '../../server/platform/b.ts',
  ],
  [
    '3 server never imports web',
    'src/server/platform/a.ts',
    'src/web/shared/b.ts',
    '#web/shared/b.ts',
    '../../web/shared/b.ts',
  ],
  ['3 commands never import web', 'src/cli/a.ts', 'src/web/shared/b.ts', '#web/shared/b.ts', '../web/shared/b.ts'],
  ['3 commands never mount pages', 'src/cli/a.ts', 'src/pages.ts', '#server/../pages.ts', '../pages.ts'],
  ['3 the server never mounts pages', 'src/server/a.ts', 'src/pages.ts', '#server/../pages.ts', '../pages.ts'],
  ['3 web never mounts itself', 'src/web/citizen/a.ts', 'src/pages.ts', '#web/../pages.ts', '../../pages.ts'],
  [
    '4 the order of rooms in domain',
    'src/domain/catalogue/a.ts',
    'src/domain/cases/b.ts',
    '#domain/cases/b.ts',
    '../cases/b.ts',
  ],
  [
    '4 kernel stands first',
    'src/domain/kernel/a.ts',
    'src/domain/organisation/b.ts',
    '#domain/organisation/b.ts',
    '../organisation/b.ts',
  ],
  ['4 the order of rooms in api', 'src/api/sites.ts', 'src/api/cases.ts', '#api/cases.ts', './cases.ts'],
  [
    '4 the order of rooms in server',
    'src/server/identity/a.ts',
    'src/server/cases/index.ts',
    '#server/cases/index.ts',
    '../cases/index.ts',
  ],
  [
    '4 the order between server and domain',
    'src/server/identity/a.ts',
    'src/domain/cases/b.ts',
    '#domain/cases/b.ts',
    '../../domain/cases/b.ts',
  ],
  [
    '5 the door of a module',
    'src/server/cases/a.ts',
    'src/server/identity/b.ts',
    '#server/identity/b.ts',
    '../identity/b.ts',
  ],
  [
    '5 the door of a module, from app.ts',
    'src/server/app.ts',
    'src/server/cases/b.ts',
    '#server/cases/b.ts',
    './cases/b.ts',
  ],
  [
    '6 platform knows no module',
    'src/server/platform/a.ts',
    'src/server/organisation/index.ts',
    '#server/organisation/index.ts',
    '../organisation/index.ts',
  ],
  [
    '6 platform knows no words of a module',
    'src/server/platform/a.ts',
    'src/domain/cases/b.ts',
    '#domain/cases/b.ts',
    '../../domain/cases/b.ts',
  ],
  [
    '7 routes never touch repositories',
    'src/server/cases/cases.routes.ts',
    'src/server/cases/cases.repository.ts',
    '#server/cases/cases.repository.ts',
    './cases.repository.ts',
  ],
  [
    '7 routes never touch tables',
    'src/server/cases/cases.routes.ts',
    'src/server/cases/cases.tables.ts',
    '#server/cases/cases.tables.ts',
    './cases.tables.ts',
  ],
  [
    '8 audiences are apart',
    'src/web/citizen/a.ts',
    'src/web/workbench/b.ts',
    '#web/workbench/b.ts',
    '../workbench/b.ts',
  ],
  [
    '8 what is shared knows no audience',
    'src/web/shared/a.ts',
    'src/web/supervision/b.ts',
    '#web/supervision/b.ts',
    '../supervision/b.ts',
  ],
  [
    'tests are for tests',
    'src/server/platform/a.ts',
    'src/server/platform/testing/b.ts',
    '#server/platform/testing/b.ts',
    './testing/b.ts',
  ],
];

describe.each(planted)('rule %s', (_rule, from, to, alias, relative) => {
  test.each(Object.keys(syntaxes))('is seen in a %s import', (syntax) => {
    write(to, 'export const x = 1; export type X = number;');
    for (const target of [alias, relative]) {
      write(from, `export const z = 1;\n${syntaxes[syntax]!(target)}`);
      expect(checkProject(root)).toEqual([expect.stringContaining(`${from}:2 `)]);
    }
  });
});

describe('packages', () => {
  const cases: [string, string, string][] = [
    ['1 domain imports only zod', 'src/domain/cases/a.ts', 'node:fs'],
    ['1 domain imports only zod', 'src/domain/cases/a.ts', 'kysely'],
    ['1 product code of domain has no test tools', 'src/domain/cases/a.ts', 'vitest'],
    ['2 api imports only zod and the contract', 'src/api/a.ts', 'hono'],
    ['3 a browser has no node', 'src/web/workbench/a.ts', 'node:fs'],
    ['7 only repositories touch SQL', 'src/server/cases/cases.service.ts', 'pg'],
  ];
  test.each(cases)('%s: %s may not import %s', (_rule, from, name) => {
    for (const syntax of ['static', 'dynamic', 're-export', 'require']) {
      write(from, syntaxes[syntax]!(name));
      expect(checkProject(root)).toEqual([expect.stringContaining(name)]);
    }
  });

  test('what is allowed passes', () => {
    write('src/domain/cases/a.ts', `import { z } from 'zod';`);
    write('src/domain/cases/a.test.ts', `import { test } from 'vitest'; import fc from 'fast-check'; import './a.ts';`);
    write('src/api/cases.ts', `import { oc } from '@orpc/contract'; import '#domain/cases/a.ts';`);
    write('src/server/cases/index.ts', `export * from './cases.service.ts';`);
    write('src/server/cases/cases.test.ts', `import '../feedback/index.ts';`);
    write('src/server/feedback/index.ts', '');
    write('src/server/cases/cases.repository.ts', `import { sql } from 'kysely';`);
    write('src/server/cases/cases.tables.ts', `import type { Generated } from 'kysely';`);
    write('src/server/cases/cases.service.ts', `import './cases.repository.ts'; import '#api/cases.ts';`);
    write('src/server/cases/cases.routes.ts', `import './cases.service.ts';`);
    write('src/server/feedback/feedback.service.ts', `import '#server/cases/index.ts'; import '../platform/clock.ts';`);
    write('src/server/platform/clock.ts', `export const now = () => new Date(); import 'pg';`);
    write('src/server/context.ts', `import type { Cases } from './cases/cases.tables.ts';`);
    write('src/server/app.ts', `import './cases/index.ts';`);
    write('src/web/citizen/a.ts', `import '../shared/a.ts'; import '#api/cases.ts';`);
    write('src/web/shared/a.ts', `import '#domain/cases/a.ts';`);
    write('src/main.ts', `import '#server/app.ts'; import '#web/citizen/a.ts'; import './pages.ts';`);
    write('src/pages.ts', `import '#server/app.ts'; import '#web/citizen/a.ts';`);
    write('src/web/workbench/clock.ts', 'export const now = () => new Date();');
    write('tests/e2e/a.ts', `import '#server/cases/cases.service.ts'; import '#web/citizen/a.ts';`);
    expect(checkProject(root)).toEqual([]);
  });
});

describe('7 SQL outside of repositories', () => {
  test('the tag, wherever it comes from', () => {
    write('src/server/platform/sql.ts', `export { sql } from 'kysely';`);
    write('src/server/cases/cases.service.ts', `import { sql } from '../platform/sql.ts';`);
    expect(checkProject(root)).toEqual([expect.stringContaining('cases.service.ts:1')]);
  });

  test('the query builder', () => {
    write('src/server/cases/cases.service.ts', `export const a = (db) =>\n  db.selectFrom('cases').execute();`);
    expect(checkProject(root)).toEqual([expect.stringContaining('cases.service.ts:2 selectFrom')]);
  });
});

describe('9 cycles', () => {
  test.each(Object.keys(syntaxes).filter((syntax) => syntax !== 'worker'))('closed by a %s import', (syntax) => {
    write('src/domain/cases/a.ts', `export * from './b.ts';`);
    write('src/domain/cases/b.ts', `export * from '#domain/cases/c.ts';`);
    for (const target of ['./a.ts', '#domain/cases/a.ts']) {
      write('src/domain/cases/c.ts', syntaxes[syntax]!(target));
      expect(checkProject(root)).toEqual([expect.stringMatching(/a\.ts → .*b\.ts → .*c\.ts → .*a\.ts/)]);
    }
  });

  test('a file that imports itself', () => {
    write('src/domain/cases/a.ts', `import './a.ts';`);
    expect(checkProject(root)).toEqual([expect.stringContaining('a cycle of imports')]);
  });

  test('is not seen where a thread loads its files anew', () => {
    write('src/domain/cases/a.ts', syntaxes.worker!('./b.ts'));
    write('src/domain/cases/b.ts', `export * from './a.ts';`);
    expect(checkProject(root)).toEqual([]);
  });

  test('is not seen in a diamond', () => {
    write('src/domain/cases/a.ts', `export * from './b.ts'; export * from './c.ts';`);
    write('src/domain/cases/b.ts', `export * from './d.ts';`);
    write('src/domain/cases/c.ts', `export * from './d.ts';`);
    write('src/domain/cases/d.ts', 'export const x = 1;');
    expect(checkProject(root)).toEqual([]);
  });
});

describe('what cannot be checked is refused', () => {
  test('an address made at run time', () => {
    write('src/server/cases/a.ts', 'export const a = (name) => import(name);');
    expect(checkProject(root)).toEqual([expect.stringContaining('run time')]);
  });

  test('a file that does not exist', () => {
    write('src/server/cases/a.ts', `import './gone.ts';`);
    expect(checkProject(root)).toEqual([expect.stringContaining('does not exist')]);
  });

  test('a room without a place in the order', () => {
    write('src/server/parking/a.ts', '');
    expect(checkProject(root)).toEqual([expect.stringContaining('parking')]);
  });

  test('a file that is not TypeScript', () => {
    write('src/server/cases/a.ts', 'const = ;');
    expect(() => checkProject(root)).toThrow('src/server/cases/a.ts');
  });
});

describe('time is passed in', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'const f = Date.now',
    'globalThis.Date.now()',
    `Date['now']()`,
    'Temporal.Now.instant()',
  ])('%s is seen anywhere but in the clocks', (code) => {
    write('src/web/shared/a.ts', `export const z = 1;\n${code};`);
    expect(checkProject(root)).toEqual([expect.stringContaining('src/web/shared/a.ts:2 ')]);
    rmSync(join(root, 'src'), { recursive: true });
    write('src/server/platform/clock.ts', code);
    write('src/web/workbench/clock.ts', code);
    write('src/server/cases/a.test.ts', code);
    write('scripts/a.ts', code);
    expect(checkProject(root)).toEqual([]);
  });

  test('a date that is made from something is none of this', () => {
    write(
      'src/domain/cases/a.ts',
      `export const a = new Date('2026-01-01'), b = new Date(0), now = () => 1, c = now();`,
    );
    expect(checkProject(root)).toEqual([]);
  });

  test.each(['now()', 'CURRENT_TIMESTAMP', 'current_date', 'clock_timestamp ( )', 'LOCALTIMESTAMP'])(
    '%s in SQL',
    (word) => {
      write(
        'db/migrations/0001-a.sql',
        `-- ${word} in a comment\n/* ${word} */\nCREATE TABLE a (at timestamptz DEFAULT ${word});`,
      );
      expect(checkProject(root)).toEqual([expect.stringContaining('0001-a.sql:3 ')]);
      rmSync(join(root, 'db'), { recursive: true });
      write(
        'src/server/cases/cases.repository.ts',
        `export const a = (id) => sql\`\nUPDATE a SET at = ${word} WHERE id = \${id}\`;`,
      );
      expect(checkProject(root)).toEqual([expect.stringContaining('cases.repository.ts:2 ')]);
    },
  );
});

describe('1 domain is pure', () => {
  test.each([
    'Math.random()',
    'process.env',
    'crypto.randomUUID()',
    'fetch("/")',
    'setTimeout(() => 1)',
    'console.log(1)',
    'performance.now()',
  ])('%s', (code) => {
    write('src/domain/cases/a.ts', `${code};`);
    expect(checkProject(root)).toEqual([expect.stringContaining('domain is pure')]);
  });
});
