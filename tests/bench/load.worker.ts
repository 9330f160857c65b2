import { workerData } from 'node:worker_threads';
import pg from 'pg';
import { demoPersonAt } from '#db/demo/persons.ts';
import { keysOf, sealPerson } from '#server/identity/index.ts';
import { openVault } from '#server/platform/crypto.ts';
import { loadedId } from './load.ts';

const { databaseUrl, keyFile, villages, from, to } = workerData as {
  databaseUrl: string;
  keyFile: string;
  villages: Parameters<typeof demoPersonAt>[1];
  from: number;
  to: number;
};
const ctx = { app: { vault: openVault(keyFile) } } as Parameters<typeof sealPerson>[0] & Parameters<typeof keysOf>[0];
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const personAt = demoPersonAt(7, villages);
const at = new Date('2025-01-02T03:04:05Z');
const chunk = 1000;
for (let start = from; start < to; start += chunk) {
  const people = Array.from({ length: Math.min(chunk, to - start) }, (_, n) => {
    const person = personAt(start + n);
    return { ...person, id: loadedId(1, start + n), idKind: 'resident-id' as const, account: null, address: null };
  });
  const rows = people.map((person) => sealPerson(ctx, person, at));
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  await client.query(
    `insert into persons (id, seq, id_kind, name_sealed, number_sealed, facts_sealed, name_tokens, village_id, created_at, updated_at)
     select u.id, 1, 'resident-id', u.name, u.number, u.facts, u.tokens::integer[], u.village, $7, $7
     from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::uuid[]) as u (id, name, number, facts, tokens, village)`,
    [
      column('id'),
      column('name_sealed'),
      column('number_sealed'),
      column('facts_sealed'),
      column('name_tokens').map((tokens) => `{${tokens.join(',')}}`),
      column('village_id'),
      at,
    ],
  );
  const keys = people.flatMap((person) => keysOf(ctx, person));
  await client.query(
    `insert into person_keys select * from unnest($1::text[], $2::bytea[], $3::uuid[]) on conflict do nothing`,
    [keys.map((key) => key.kind), keys.map((key) => key.key), keys.map((key) => key.person_id)],
  );
}
await client.end();
