import { type Kysely, sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { abreast, openPool } from './pool.ts';
import { ahead, always, insertLater, later, listed, together, updateLater } from './statements.ts';
import { testDatabase } from './testing/test-database.ts';

const { url } = await testDatabase('empty');
interface Both {
  a: { id: number };
  b: { id: number; text: string };
}
const { db, close } = openPool<Both>(url, {
  connections: 2,
  onLost: () => undefined,
});
afterAll(close);

beforeEach(async () => {
  await sql`drop table if exists a, b`.execute(db);
  await sql`create table a (id int primary key)`.execute(db);
  await sql`create table b (id int primary key, text text)`.execute(db);
});

const count = async (on: Kysely<Both>) =>
  Number(
    (await sql<{ n: string }>`select (select count(*) from a) + (select count(*) from b) as n`.execute(on)).rows[0]!.n,
  );

describe('writes that wait', () => {
  test('go as one statement with their parameters numbered on', () => {
    const one = together([
      { text: 'insert into a values ($1)', values: [1] },
      { text: 'insert into b values ($1, $2)', values: [2, 'x'] },
    ]);
    expect(one).toEqual({
      text: 'with w0 as (insert into a values ($1)), w1 as (insert into b values ($2, $3)) select 1',
      values: [1, 2, 'x'],
    });
  });

  test('are there for the next read of their transaction and after its commit', async () => {
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
      await trx.insertInto('b').values({ id: 1, text: '$1 is no parameter' }).modifyEnd(later).execute();
      expect(await count(trx)).toBe(2);
      await trx.insertInto('a').values({ id: 2 }).modifyEnd(later).execute();
    });
    expect(await count(db)).toBe(3);
    expect((await db.selectFrom('b').select('text').executeTakeFirstOrThrow()).text).toBe('$1 is no parameter');
  });

  test('are undone with their transaction, or with the part of it that is undone', async () => {
    const undone = db.transaction().execute(async (trx) => {
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await db.transaction().execute(async (trx) => {
      await sql`savepoint apart`.execute(trx);
      await trx.insertInto('a').values({ id: 2 }).modifyEnd(later).execute();
      await sql`rollback to savepoint apart`.execute(trx);
      await trx.insertInto('a').values({ id: 3 }).modifyEnd(later).execute();
    });
    expect(await db.selectFrom('a').select('id').execute()).toEqual([{ id: 3 }]);
  });

  test('refuse the whole transaction when one of them fails', async () => {
    const twice = db.transaction().execute(async (trx) => {
      await trx.insertInto('b').values({ id: 1, text: 'kept?' }).modifyEnd(later).execute();
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
      await count(trx);
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await count(db)).toBe(0);
  });

  test('go in several messages where one cannot hold them', async () => {
    const rows = Array.from({ length: 40_000 }, (_, id) => ({ id, text: 'x' }));
    await db.transaction().execute(async (trx) => {
      await insertLater<Both, 'b'>(trx, 'b', rows);
      await insertLater<Both, 'a'>(trx, 'a', [{ id: 1 }]);
    });
    expect(await count(db)).toBe(40_001);
  });

  test('do not wait outside a transaction', async () => {
    await db.insertInto('a').values({ id: 7 }).modifyEnd(later).execute();
    expect(await count(db)).toBe(1);
  });

  test('let a read that asks for nothing that waits go ahead of them', async () => {
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
      expect(await trx.selectFrom('a').select('id').modifyEnd(ahead).execute()).toEqual([]);
      expect(await trx.selectFrom('a').select('id').execute()).toEqual([{ id: 1 }]);
    });
  });

  test('refuse the commit that they go with', async () => {
    await db.insertInto('a').values({ id: 1 }).execute();
    const last = db.transaction().execute(async (trx) => {
      await trx.insertInto('b').values({ id: 2, text: 'x' }).modifyEnd(later).execute();
      await trx.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
    });
    await expect(last).rejects.toMatchObject({ code: '23505' });
    expect(await count(db)).toBe(1);
    // The connection is as good as before.
    await db.transaction().execute((trx) => trx.insertInto('a').values({ id: 3 }).modifyEnd(later).execute());
    expect(await count(db)).toBe(2);
  });

  test('are sent in portions when there are many', async () => {
    await db.transaction().execute(async (trx) => {
      for (let id = 0; id < 500; id += 1) await trx.insertInto('a').values({ id }).modifyEnd(later).execute();
    });
    expect(await count(db)).toBe(500);
  });

  test('a transaction that asks for nothing never reaches the database', async () => {
    await db.transaction().execute(async () => undefined);
    await expect(
      db.transaction().execute(async () => {
        throw new Error('nothing happened');
      }),
    ).rejects.toThrow('nothing happened');
    expect(await count(db)).toBe(0);
  });
});

describe('what is asked at once', () => {
  test.each([1, 2, 3, 4, 5])('tells of what failed, not that the transaction is aborted (%i)', async () => {
    await db.insertInto('a').values({ id: 1 }).execute();
    const failing = db.transaction().execute(async (trx) => {
      const all = await abreast(trx);
      await all.insertInto('a').values({ id: 1 }).modifyEnd(later).execute();
      await Promise.all([
        all.selectFrom('a').select('id').execute(),
        all.selectFrom('b').select('id').execute(),
        all.selectFrom('b').select('id').where('id', '=', 3).execute(),
      ]);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
  });

  test('tells of the failure after a part that was undone, not of the one before', async () => {
    const failing = db.transaction().execute(async (trx) => {
      const all = await abreast(trx);
      await sql`savepoint apart`.execute(all);
      await sql`select 1 / 0`.execute(all).catch(() => sql`rollback to savepoint apart`.execute(all));
      await Promise.all([sql`select * from nowhere`.execute(all), all.selectFrom('a').select('id').execute()]);
    });
    await expect(failing).rejects.toMatchObject({ code: '42P01' });
  });

  test('is never done outside the transaction that was undone', async () => {
    let straggler: Promise<unknown> | undefined;
    const undone = db.transaction().execute(async (trx) => {
      const all = await abreast(trx);
      straggler = all
        .selectFrom('a')
        .select('id')
        .execute()
        .then(async () => {
          for (let id = 50; ; id += 1) {
            await all.insertInto('a').values({ id }).modifyEnd(later).execute();
            await new Promise(setImmediate);
          }
        });
      straggler.catch(() => undefined);
      await all.selectFrom('b').select('id').execute();
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await expect(straggler).rejects.toThrow(/over|rolled back/);
    expect(await count(db)).toBe(0);
  });

  test('begins no transaction of its own, whose commit would end the whole', async () => {
    await db.transaction().execute(async (trx) => {
      const all = await abreast(trx);
      expect(() => all.transaction()).toThrow('not supported');
    });
  });

  test('comes after a lock that waits, even where it goes ahead of what waits', async () => {
    await db.transaction().execute(async (trx) => {
      const all = await abreast(trx);
      await sql`select pg_advisory_xact_lock(77) ${later}`.execute(all);
      const [, locks] = await Promise.all([
        all.selectFrom('a').select('id').execute(),
        sql`select 1 from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid() ${ahead}`.execute(
          all,
        ),
      ]);
      expect(locks.rows).toHaveLength(1);
    });
  });
});

describe('texts that are put together once', () => {
  const near = always((on: typeof db, ids: readonly number[], from: number) =>
    on
      .selectFrom('b')
      .selectAll()
      .where(sql<boolean>`id = any(${ids}::int[])`)
      .where('id', '>=', from)
      .where('text', '<>', 'fixed'),
  );

  test('take the parameters of each asking, and those that never change', async () => {
    await db
      .insertInto('b')
      .values([1, 2, 3, 4].map((id) => ({ id, text: id === 3 ? 'fixed' : `t${id}` })))
      .execute();
    expect((await near(db, [1, 2, 3], 1)).map(({ id }) => id)).toEqual([1, 2]);
    expect((await near(db, [2, 3, 4], 3)).map(({ id }) => id)).toEqual([4]);
    expect(await near(db, [], 1)).toEqual([]);
  });

  test('see what their own transaction wrote, and are undone with it', async () => {
    await db
      .insertInto('b')
      .values([
        { id: 1, text: 'old' },
        { id: 2, text: 'other' },
      ])
      .execute();
    const undone = db.transaction().execute(async (trx) => {
      await updateLater<Both, 'b'>(trx, 'b', { text: 'new' }, { id: 1, text: 'old' });
      expect((await near(trx, [1, 2], 1)).map(({ text }) => text).sort()).toEqual(['new', 'other']);
      await updateLater<Both, 'b'>(trx, 'b', { text: 'again' }, { id: 1, text: 'not that' });
      expect((await near(trx, [1], 1))[0]?.text).toBe('new');
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect((await near(db, [1], 1))[0]?.text).toBe('old');
  });

  test('say how many values there are, none and several', async () => {
    const first = async (values: string[]) =>
      (await sql<{ n: number }>`select cardinality(${listed(values, 'text')}) as n`.execute(db)).rows[0]!.n;
    expect([await first([]), await first(['x', 'y'])]).toEqual([0, 2]);
  });
});
