import { join } from 'node:path';
import { Refused } from '#domain/kernel/problem.ts';
import { fill } from '#domain/kernel/text.ts';
import { verifyAudit } from '#server/platform/audit.ts';
import { readConfig } from '#server/platform/config.ts';
import { borrowDatabase } from '#server/platform/database.ts';
import type { PlatformTables } from '#server/platform/platform.tables.ts';
import { openPool } from '#server/platform/pool.ts';
import { say } from '#server/platform/problem-words.ts';
import en from '../../locales/en/audit.json' with { type: 'json' };
import zh from '../../locales/zh-CN/audit.json' with { type: 'json' };

/** Verifies the audit chain. Exit status 0: whole; 1: changed, cut or written anew; 2: could not be read. */
const config = readConfig();
const words: Record<string, string> = config.language === 'en' ? en : zh;
try {
  const database = await borrowDatabase(config);
  const pool = openPool<PlatformTables>(database.url, {
    connections: 2,
    prepare: config.prepare,
    // Nothing waits between the queries: the one that needs a lost connection says so.
    onLost: () => undefined,
  });
  try {
    const verdict = await verifyAudit(pool.db, join(config.dataDir, 'audit', 'anchor.json'));
    const { unsealed } = verdict;
    console.log(
      verdict.ok
        ? fill(words.whole ?? '', { count: verdict.count, unsealed })
        : fill(words[verdict.reason] ?? words.altered ?? '', { seq: verdict.seq, unsealed }),
    );
    process.exitCode = verdict.ok ? 0 : 1;
  } finally {
    await pool.close();
    await database.stop();
  }
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(say(error.problem, config.language));
  process.exitCode = 2;
}
