import { beforeAll, describe, expect, it } from 'vitest';
import { systemCtx } from '../operations.ts';
import { forgetYoung } from '../platform/young.ts';
import { refusal, type TestClient, testKit } from '../testing.ts';
import { coverOf } from './index.ts';

const kit = await testKit();
const today = '2026-03-02';
const cover = (unit: string) => {
  forgetYoung(kit.app); // some tests move people without the application
  return coverOf(systemCtx(kit.app, kit.app.db, 'test'), unit);
};
const away = (unit: keyof typeof kit.unit, { account }: { account: string }) => ({ unit: kit.unit[unit], account });

let security: TestClient;
let head: TestClient;
beforeAll(async () => {
  security = await kit.staff('anquan', 'security-administrator', 'city');
  head = await kit.staff('juzhang', 'head', 'county');
});

describe('posts', () => {
  it('one person holds several, and acts in one at a time', async () => {
    const { account, post } = await kit.openAccount('zhao', 'teller', 'townA');
    const added = await security.organisation.addPost({
      account,
      unit: kit.unit.county,
      role: 'reviewer',
      from: today,
    });
    const client = await kit.signIn('zhao');
    expect(await client.session.me()).toMatchObject({
      post: { id: post },
      posts: [{ role: 'teller' }, { role: 'reviewer' }],
    });
    const acting = await client.session.act({ post: added.id });
    expect(acting).toMatchObject({ post: { id: added.id, role: 'reviewer' }, permissions: { 'case.review': 'own' } });
    expect(acting).not.toHaveProperty(['permissions', 'case.receive']);
    expect(
      await refusal(security.organisation.addPost({ account, unit: kit.unit.county, role: 'reviewer', from: today })),
    ).toMatchObject({ fields: [{ path: 'role', code: 'account.post-twice' }] });
    await security.organisation.endPost({ account, post: added.id, unit: kit.unit.county, on: today });
    expect(await client.session.me()).toMatchObject({ post: { id: post }, posts: [{ role: 'teller' }] });
    expect(
      await refusal(security.organisation.endPost({ account, post: added.id, unit: kit.unit.county, on: today })),
    ).toMatchObject({ fields: [{ path: 'on', code: 'post.already-ended' }] });
    expect(await refusal(security.organisation.endPost({ account, post, unit: kit.unit.county, on: today }))).toEqual({
      problem: 'not-found',
    });
  });

  it('of system, security and audit administration are never held together, nor by way of a substitute', async () => {
    const { account, post } = await kit.openAccount('qian', 'system-administrator', 'city');
    const city = kit.unit.city;
    for (const role of ['security-administrator', 'audit-administrator']) {
      expect(await refusal(security.organisation.addPost({ account, unit: city, role, from: today }))).toEqual({
        problem: 'account.apart',
        params: { name: 'qian员' },
      });
    }
    const auditor = await kit.openAccount('sun', 'audit-administrator', 'city');
    expect(
      await refusal(security.organisation.substitute({ post, unit: city, account: auditor.account })),
    ).toMatchObject({ problem: 'account.apart' });
    const clerk = await kit.openAccount('li', 'supervisor', 'city');
    expect(await security.organisation.substitute({ post, unit: city, account: clerk.account })).toEqual({
      done: true,
      notes: [],
    });
    // Whoever may have to stand in for one administrator cannot become another.
    expect(
      await refusal(
        security.organisation.addPost({ account: clerk.account, unit: city, role: 'audit-administrator', from: today }),
      ),
    ).toMatchObject({ problem: 'account.apart' });
    // And two who ask at the same moment do not both succeed.
    const { account: fresh } = await kit.openAccount('zhou', 'supervisor', 'city');
    const asks = ['system-administrator', 'audit-administrator'].map((role) =>
      security.organisation.addPost({ account: fresh, unit: city, role, from: today }).catch(() => undefined),
    );
    expect((await Promise.all(asks)).filter(Boolean)).toHaveLength(1);
  });
});

describe('a substitute', () => {
  it('works nearby, is somebody else, and is told what to mind', async () => {
    const a = await kit.openAccount('wu', 'handler', 'county');
    const b = await kit.openAccount('zheng', 'reviewer', 'county', { totp: false });
    const far = await kit.openAccount('wang', 'handler', 'a1');
    const name = (account: string | null) =>
      head.organisation.substitute({ post: a.post, unit: kit.unit.county, account });
    expect(await refusal(name(a.account))).toMatchObject({ fields: [{ path: 'account', code: 'substitute.same' }] });
    expect(await refusal(name(far.account))).toMatchObject({
      fields: [{ code: 'substitute.far', params: { name: 'wang员' } }],
    });
    // B reviews what A handles: the flow keeps B from reviewing a case that B handled for A.
    expect(await name(b.account)).toEqual({ done: true, notes: ['note.own-work'] });
    expect(await name(null)).toEqual({ done: true, notes: [] });
    const decider = await kit.openAccount('feng', 'approver', 'county');
    expect(
      await head.organisation.substitute({ post: decider.post, unit: kit.unit.county, account: b.account }),
    ).toEqual({ done: true, notes: ['note.own-work', 'note.second-factor'] });
  });

  it('takes over by itself on the first day of a leave, with the role of A, and gives back after the last', async () => {
    kit.set('2026-03-02T10:00:00+08:00');
    const a = await kit.openAccount('chen', 'approver', 'county');
    const b = await kit.openAccount('chu', 'handler', 'county');
    await head.organisation.substitute({ post: a.post, unit: kit.unit.county, account: b.account });
    const leave = { account: a.account, unit: kit.unit.county, firstDay: '2026-03-03', lastDay: '2026-03-04' };
    const recorded = await head.organisation.leave(leave);
    expect(recorded.substitutes).toEqual([{ post: a.post, name: 'chu员' }]);
    expect(await (await kit.signIn('chu')).session.me()).toMatchObject({
      posts: [{ role: 'handler' }],
      standsInFor: [],
    });

    kit.set('2026-03-03T00:00:30+08:00');
    const client = await kit.signIn('chu');
    expect(await client.session.me()).toMatchObject({
      post: { role: 'handler' },
      posts: [{ role: 'handler' }, { id: a.post, role: 'approver' }],
      standsInFor: [{ id: a.account, name: 'chen员', until: '2026-03-04' }],
    });
    expect(await client.session.act({ post: a.post })).toMatchObject({
      permissions: { 'case.decide': 'own' },
      standsInFor: [{ id: a.account }],
    });
    // In the queue above nobody else takes it: B is there.
    expect((await cover(kit.unit.city)).holders.map(({ account }) => account)).not.toContain(a.account);
    const colleagues = await client.organisation.colleagues({ unit: kit.unit.county });
    expect(colleagues.find(({ id }) => id === a.account)).toMatchObject({ absent: true });

    kit.set('2026-03-05T00:00:30+08:00');
    expect(await (await kit.signIn('chu')).session.me()).toMatchObject({
      posts: [{ role: 'handler' }],
      standsInFor: [],
    });
  });
});

describe('a leave', () => {
  beforeAll(() => kit.set('2026-03-10T10:00:00+08:00'));

  it('is recorded once for a day, not for the past, and can be cancelled', async () => {
    const head = await kit.signIn('juzhang');
    const { account } = await kit.openAccount('wei', 'handler', 'townA');
    const wish = { account, unit: kit.unit.townA, firstDay: '2026-03-10', lastDay: '2026-03-12' };
    const { id } = await head.organisation.leave(wish);
    expect(
      await refusal(head.organisation.leave({ ...wish, firstDay: '2026-03-12', lastDay: '2026-03-20' })),
    ).toMatchObject({
      fields: [{ path: 'firstDay', code: 'leave.overlaps', params: { from: '2026-03-10', to: '2026-03-12' } }],
    });
    expect(
      await refusal(head.organisation.leave({ ...wish, firstDay: '2026-04-02', lastDay: '2026-04-01' })),
    ).toMatchObject({
      fields: [{ path: 'lastDay', code: 'leave.backwards' }],
    });
    expect(
      await refusal(head.organisation.leave({ ...wish, firstDay: '2026-03-01', lastDay: '2026-03-02' })),
    ).toMatchObject({
      fields: [{ path: 'lastDay', code: 'leave.over' }],
    });
    await head.organisation.cancelLeave({ account, id, unit: kit.unit.townA });
    expect(await refusal(head.organisation.cancelLeave({ account, id, unit: kit.unit.townA }))).toEqual({
      problem: 'not-found',
    });
    await head.organisation.leave(wish);
  });

  it('is recorded by the head of the unit or of one above, not by a stranger', async () => {
    const { account } = await kit.openAccount('jiang', 'handler', 'townB');
    const stranger = await kit.staff('shen', 'head', 'other');
    const wish = { account, unit: kit.unit.townB, firstDay: '2026-03-10', lastDay: '2026-03-12' };
    expect(await refusal(stranger.organisation.leave(wish))).toEqual({ problem: 'permission.denied' });
    // Naming one's own unit does not make it the account's.
    expect(await refusal(stranger.organisation.leave({ ...wish, unit: kit.unit.other }))).toEqual({
      problem: 'not-found',
    });
  });

  it('where nobody can be B, the unit above takes over, and gives back by itself', async () => {
    const head = await kit.signIn('juzhang');
    const only = await kit.openAccount('han', 'village-clerk', 'b1');
    await kit.openAccount('yang', 'teller', 'townB');
    expect(await cover(kit.unit.townB)).toEqual({ holders: [], units: [] });
    const wish = { account: only.account, unit: kit.unit.b1, firstDay: '2026-03-11', lastDay: '2026-03-11' };
    expect((await head.organisation.leave(wish)).substitutes).toEqual([{ post: only.post, name: null }]);
    kit.set('2026-03-11T10:00:00+08:00');
    expect(await cover(kit.unit.townB)).toEqual({ holders: [away('b1', only)], units: [kit.unit.b1] });
    // The county is two steps up: the town is there.
    expect(await cover(kit.unit.county)).not.toMatchObject({ units: expect.arrayContaining([kit.unit.b1]) });
    kit.set('2026-03-12T10:00:00+08:00');
    expect(await cover(kit.unit.townB)).toEqual({ holders: [], units: [] });
  });

  it('with a B who is away too, or whose account was closed, counts as one without', async () => {
    kit.set('2026-03-16T10:00:00+08:00');
    const head = await kit.signIn('juzhang');
    const a = await kit.openAccount('zhu', 'handler', 'other');
    const b = await kit.openAccount('qin', 'handler', 'other');
    await kit.app.db.updateTable('posts').set({ substitute_id: b.account }).where('id', '=', a.post).execute();
    const otherHead = await kit.signIn('shen');
    const days = { unit: kit.unit.other, firstDay: '2026-03-16', lastDay: '2026-03-16' };
    await otherHead.organisation.leave({ account: a.account, ...days });
    expect((await cover(kit.unit.city)).holders.map(({ account }) => account)).not.toContain(a.account);
    await otherHead.organisation.leave({ account: b.account, ...days });
    expect((await cover(kit.unit.city)).holders).toEqual(expect.arrayContaining([away('other', a), away('other', b)]));
    expect((await cover(kit.unit.other)).holders).toEqual(expect.arrayContaining([away('other', a), away('other', b)]));
    expect(await refusal(head.organisation.accounts({ unit: kit.unit.other }))).toEqual({
      problem: 'permission.denied',
    });
  });

  it('of whoever has left for good never ends: what they held falls to the unit and the one above', async () => {
    const gone = await kit.openAccount('you', 'handler', 'a1', { totp: false });
    await kit.app.db
      .updateTable('accounts')
      .set({ disabled_at: kit.app.clock.now() })
      .where('id', '=', gone.account)
      .execute();
    expect(await cover(kit.unit.townA)).toMatchObject({
      holders: expect.arrayContaining([away('a1', gone)]),
      units: [],
    });
    const moved = await kit.openAccount('xu', 'handler', 'a2', { totp: false });
    await kit.app.db.updateTable('posts').set({ valid_to: '2026-03-10' }).where('id', '=', moved.post).execute();
    expect(await cover(kit.unit.townA)).toMatchObject({
      holders: expect.arrayContaining([away('a1', gone), away('a2', moved)]),
      units: [kit.unit.a2],
    });
  });
});

describe('the list of accounts', () => {
  it('shows those of a unit and below, with posts, substitutes and leaves to come', async () => {
    const security = await kit.signIn('anquan');
    const { items } = await security.organisation.accounts({ unit: kit.unit.county, limit: 100 });
    expect(items.map(({ login }) => login)).toEqual(expect.arrayContaining(['juzhang', 'zhao', 'han', 'you']));
    expect(items.map(({ login }) => login)).not.toContain('zhu');
    expect(items.find(({ login }) => login === 'you')).toMatchObject({ disabled: true });
    const first = await security.organisation.accounts({ unit: kit.unit.city, limit: 3 });
    const second = await security.organisation.accounts({ unit: kit.unit.city, limit: 3, cursor: first.next! });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
    const found = await security.organisation.accounts({ unit: kit.unit.city, find: 'juz' });
    expect(found.items.map(({ name }) => name)).toEqual(['juzhang员']);
    const roles = await security.organisation.roles();
    expect(roles.find(({ code }) => code === 'approver')).toMatchObject({ name: '审批', secondFactor: true });
    expect(roles.find(({ code }) => code === 'teller')).toMatchObject({
      nameEn: 'universal teller',
      secondFactor: false,
    });
  });
});
