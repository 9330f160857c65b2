import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Refused } from '#domain/kernel/problem.ts';
import { fill } from '#domain/kernel/text.ts';
import { verifyAudit } from '#server/platform/audit.ts';
import { readConfig } from '#server/platform/config.ts';
import { borrowDatabase } from '#server/platform/database.ts';
import type { PlatformTables } from '#server/platform/platform.tables.ts';
import en from '../../locales/en/audit.json' with { type: 'json' };
import zh from '../../locales/zh-CN/audit.json' with { type: 'json' };
import problemsEn from '../../locales/en/problems.json' with { type: 'json' };
import problemsZh from '../../locales/zh-CN/problems.json' with { type: 'json' };

/** Verifies the audit chain. Exit status 0: whole; 1: changed, cut or written anew; 2: could not be read. */
const config = readConfig();
const words: Record<string, string> = config.language === 'en' ? en : zh;
try {
  const database = await borrowDatabase(config);
  const db = new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url, max: 2 }) }) });
  try {
    const verdict = await verifyAudit(db, join(config.dataDir, 'audit', 'anchor.json'));
    const { unsealed } = verdict;
    console.log(
      verdict.ok
        ? fill(words.whole ?? '', { count: verdict.count, unsealed })
        : fill(words[verdict.reason] ?? words.altered ?? '', { seq: verdict.seq, unsealed }),
    );
    process.exitCode = verdict.ok ? 0 : 1;
  } finally {
    await db.destroy();
    await database.stop();
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  const texts: Record<string, string> = config.language === 'en' ? problemsEn : problemsZh;
  console.error(fill(texts[error.problem.problem] ?? error.problem.problem, error.problem.params));
  process.exitCode = 2;
}
