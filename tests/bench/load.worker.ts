import { workerData } from 'node:worker_threads';
import type pg from 'pg';
import { demoPersonAt } from '#db/demo/persons.ts';
import { keysOf, sealPerson } from '#server/identity/index.ts';
import { openVault } from '#server/platform/crypto.ts';
import { connect } from './bulk.ts';
import { loadedId } from './load.ts';

interface Range {
  from: number;
  to: number;
}
const { url, keyFile, villages, persons, cases, people } = workerData as {
  url: string;
  keyFile: string;
  villages: Parameters<typeof demoPersonAt>[1];
  persons: Range;
  cases: Range;
  people: number;
};

/** What pg hands a query that answers for itself. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Rows by COPY, in its text format. */
const copy = (client: pg.Client, into: string, rows: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const query = {
      callback: (error: Error | null) => (error ? reject(error) : resolve()),
      submit: (wire: Wire) => wire.query(`copy ${into} from stdin`),
      handleCopyInResponse: (wire: Wire) => {
        wire.sendCopyFromChunk(Buffer.from(rows));
        wire.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => reject(error),
      handleReadyForQuery: () => resolve(),
    };
    client.query(query as unknown as pg.Submittable);
  });

const vault = openVault(keyFile);
// Names are made of the same few thousand tokens: each is keyed once.
const tokens = new Map<string, number[]>();
const tokenIndex: typeof vault.tokenIndex = (purpose, all) => {
  const numbers = new Set<number>();
  for (const token of all) {
    let known = tokens.get(token);
    if (!known) {
      known = vault.tokenIndex(purpose, [token]);
      tokens.set(token, known);
    }
    for (const number of known) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
};
const ctx = { app: { vault: { ...vault, tokenIndex } } } as Parameters<typeof sealPerson>[0] &
  Parameters<typeof keysOf>[0];
const bytes = (buffer: Buffer) => `\\\\x${buffer.toString('hex')}`;
const at = new Date('2025-01-02T03:04:05Z');
const time = at.toISOString();

const client = await connect(url);
await client.query('set synchronous_commit = off');
const chunk = 2000;
// The demo's own people have the first numbers of the same seed.
const personAt = demoPersonAt(1, villages);
const firstNumber = 100_000;
for (let start = persons.from; start < persons.to; start += chunk) {
  let rows = '';
  let keys = '';
  for (let n = start; n < Math.min(persons.to, start + chunk); n += 1) {
    const id = loadedId(1, n);
    const person = { ...personAt(firstNumber + n), id, idKind: 'resident-id' as const, account: null, address: null };
    const row = sealPerson(ctx, person, at);
    rows += `${id}\t1\tresident-id\t${bytes(row.name_sealed)}\t${bytes(row.number_sealed)}\t${bytes(row.facts_sealed)}\t{${row.name_tokens.join(',')}}\t${row.village_id}\t${time}\t${time}\n`;
    for (const key of keysOf(ctx, person)) keys += `${key.kind}\t${bytes(key.key)}\t${id}\n`;
  }
  await copy(
    client,
    'persons (id, seq, id_kind, name_sealed, number_sealed, facts_sealed, name_tokens, village_id, created_at, updated_at)',
    rows,
  );
  await copy(client, 'person_keys (kind, key, person_id)', keys);
}

// The draft that each case began as, closed and emptied.
for (let start = cases.from; start < cases.to; start += chunk) {
  let rows = '';
  for (let n = start; n < Math.min(cases.to, start + chunk); n += 1) {
    const id = loadedId(2, n);
    const sealed = vault.sealJson({}, { table: 'drafts', column: 'answers', row: id });
    rows += `${id}\t3\t${loadedId(1, n % people)}\tHR-INS-03\t1\t${bytes(sealed)}\t${time}\t${time}\t${id}\n`;
  }
  await copy(
    client,
    'drafts (id, seq, person_id, item_code, item_version, answers_sealed, created_at, updated_at, case_id)',
    rows,
  );
}
await client.end();
