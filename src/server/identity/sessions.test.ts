import { beforeEach, describe, expect, it } from 'vitest';
import { password, refusal, testKit } from '../testing.ts';

const kit = await testKit();
const anyone = kit.client();

describe('staff', () => {
  it('signs in, acts in a post, and out everywhere', async () => {
    const first = await kit.staff('zhao', 'teller', 'townA');
    const second = await kit.signIn('zhao');
    const me = await first.session.me();
    expect(me).toMatchObject({
      kind: 'staff',
      account: { login: 'zhao', secondFactor: true, mustChangePassword: false },
      post: { unit: { name: '甲镇便民服务中心', level: 'town' }, role: 'teller', roleName: '综合柜员' },
      permissions: { 'case.receive': 'own', 'person.search': 'city' },
    });
    await second.session.outEverywhere();
    expect(await first.session.me()).toEqual({ kind: 'anyone' });
    expect(await second.session.me()).toEqual({ kind: 'anyone' });
  });

  it('keeps neither password nor token in any table', async () => {
    await kit.openAccount('qian', 'teller', 'townA');
    const key = kit.app.id();
    const { token } = await anyone.session.staff(
      { login: 'qian', password, code: kit.codeNow() },
      { context: { key } },
    );
    const rows = await kit.app.db.selectFrom('idempotency').selectAll().where('key', '=', key).execute();
    expect(rows).toHaveLength(1);
    const kept = JSON.stringify(rows) + JSON.stringify(await kit.app.db.selectFrom('sessions').selectAll().execute());
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(password);
  });

  it('answers a repeated sign-in with the same token', async () => {
    await kit.openAccount('sun', 'teller', 'townA', { totp: false });
    const key = kit.app.id();
    const input = { login: 'sun', password };
    const [one, two] = await Promise.all([
      anyone.session.staff(input, { context: { key } }),
      anyone.session.staff(input, { context: { key } }),
    ]);
    expect(two).toEqual(one);
    expect(await refusal(anyone.session.staff({ ...input, password: 'other' }, { context: { key } }))).toEqual({
      problem: 'idempotency.other-body',
    });
  });

  it('does nothing of what a wrong password brings about where the key was refused', async () => {
    const { account } = await kit.openAccount('zhuo', 'teller', 'townA', { totp: false });
    const key = kit.app.id();
    await anyone.session.staff({ login: 'zhuo', password }, { context: { key } });
    for (let time = 0; time < 5; time++)
      expect(await refusal(anyone.session.staff({ login: 'zhuo', password: 'other' }, { context: { key } }))).toEqual({
        problem: 'idempotency.other-body',
      });
    const { failures, locked_until } = await kit.app.db
      .selectFrom('accounts')
      .select(['failures', 'locked_until'])
      .where('id', '=', account)
      .executeTakeFirstOrThrow();
    expect({ failures, locked_until }).toEqual({ failures: 5, locked_until: null });
  });

  it('locks for a quarter of an hour after five wrong passwords, though each was refused', async () => {
    await kit.openAccount('li', 'teller', 'townA', { totp: false });
    const wrong = { login: 'li', password: 'not this one' };
    for (let time = 0; time < 5; time++)
      expect(await refusal(anyone.session.staff(wrong))).toEqual({ problem: 'auth.wrong' });
    const right = { login: 'li', password };
    expect(await refusal(anyone.session.staff(right))).toEqual({ problem: 'auth.locked', params: { minutes: 15 } });
    kit.advance(16);
    expect((await anyone.session.staff(right)).me).toMatchObject({ kind: 'staff' });
    // The count began anew.
    for (let time = 0; time < 4; time++) await refusal(anyone.session.staff(wrong));
    expect((await anyone.session.staff(right)).me).toMatchObject({ kind: 'staff' });
  });

  it('counts guesses made at once one by one', async () => {
    await kit.openAccount('zhou', 'teller', 'townA', { totp: false });
    const tries = Array.from({ length: 12 }, (_, at) =>
      refusal(anyone.session.staff({ login: 'zhou', password: `guess number ${at}` })),
    );
    const answers = (await Promise.all(tries)).map(({ problem }) => problem);
    expect(answers.filter((problem) => problem === 'auth.wrong').length).toBeLessThanOrEqual(5);
    expect(await refusal(anyone.session.staff({ login: 'zhou', password }))).toMatchObject({ problem: 'auth.locked' });
  });

  it('says the same of a login that does not exist and of an account that was closed', async () => {
    await kit.openAccount('wu', 'teller', 'townA', { totp: false });
    await kit.app.db
      .updateTable('accounts')
      .set({ disabled_at: kit.app.clock.now() })
      .where('login', '=', 'wu')
      .execute();
    expect(await refusal(anyone.session.staff({ login: 'nobody', password }))).toEqual({ problem: 'auth.wrong' });
    expect(await refusal(anyone.session.staff({ login: 'wu', password }))).toEqual({ problem: 'auth.wrong' });
  });

  it('asks for the second factor, takes each code once, and counts wrong ones', async () => {
    await kit.openAccount('zheng', 'approver', 'county');
    const known = { login: 'zheng', password };
    for (let time = 0; time < 7; time++) {
      expect(await refusal(anyone.session.staff(known))).toMatchObject({ problem: 'auth.second-factor' });
    }
    const code = kit.codeNow();
    await anyone.session.staff({ ...known, code });
    expect(await refusal(anyone.session.staff({ ...known, code }))).toMatchObject({
      problem: 'auth.code-used',
      params: { left: 4 },
    });
    for (let time = 0; time < 4; time++) await refusal(anyone.session.staff({ ...known, code: '000000' }));
    kit.advance(1);
    expect(await refusal(anyone.session.staff({ ...known, code: kit.codeNow() }))).toMatchObject({
      problem: 'auth.locked',
    });
  });

  it('shows in a demonstration a code that counts, however often one signs in', async () => {
    await kit.openAccount('shi', 'approver', 'county');
    const known = { login: 'shi', password };
    for (let time = 0; time < 4; time++) {
      const asked = await refusal(anyone.session.staff(known));
      const code = String(asked.params?.demoCode);
      expect((await anyone.session.staff({ ...known, code })).me).toMatchObject({ kind: 'staff' });
      const again = await refusal(anyone.session.staff({ ...known, code }));
      expect(again.problem).toBe('auth.code-used');
      expect(again.params?.demoCode).not.toBe(code);
      kit.advance(0.2);
    }
  });

  it('permits a decider nothing before a second factor is set up', async () => {
    await kit.openAccount('wang', 'approver', 'county', { totp: false });
    const { token } = await anyone.session.staff({ login: 'wang', password });
    const client = kit.client(token);
    expect(await client.session.me()).toMatchObject({ permissions: {}, account: { secondFactor: false } });
    const key = kit.app.id();
    const begun = await client.session.secondFactor({}, { context: { key } });
    expect(begun.done).toBe(false);
    const kept = await kit.app.db.selectFrom('idempotency').selectAll().where('key', '=', key).execute();
    expect(JSON.stringify(kept)).not.toContain(begun.secret);
    expect(await client.session.secondFactor({}, { context: { key } })).toEqual(begun);
    expect(await refusal(client.session.secondFactor({ code: '123456' }))).toMatchObject({
      problem: 'auth.wrong-code',
    });
    const { demoTotp } = await import('../platform/totp.ts');
    const code = demoTotp(begun.secret!, kit.app.clock.now().getTime());
    expect(await client.session.secondFactor({ code })).toEqual({ done: true });
    expect(await client.session.me()).toMatchObject({ permissions: { 'case.decide': 'own' } });
    // A stranger at the open screen could otherwise put their own telephone in its place.
    expect(await refusal(client.session.secondFactor({}))).toEqual({ problem: 'auth.second-factor-set' });
  });

  it('ends after half an hour of quiet, and after a working day in any case', async () => {
    kit.set('2026-03-03T08:00:00+08:00');
    const client = await kit.staff('feng', 'teller', 'townA');
    kit.advance(29);
    expect((await client.session.me()).kind).toBe('staff');
    kit.advance(31);
    expect((await client.session.me()).kind).toBe('anyone');
    const busy = await kit.signIn('feng');
    for (let time = 0; time < 23; time++) {
      kit.advance(25);
      expect((await busy.session.me()).kind).toBe('staff');
    }
    kit.advance(26);
    expect(await refusal(busy.session.act({ post: kit.app.id() }))).toEqual({ problem: 'auth.required' });
  });

  it('changes a password, signs out the other places, and locks whoever guesses at the old one', async () => {
    const here = await kit.staff('chen', 'teller', 'townA');
    const elsewhere = await kit.signIn('chen');
    expect(await refusal(here.session.password({ old: password, new: 'short' }))).toMatchObject({
      problem: 'input.invalid',
      fields: [{ path: 'new', code: 'password.short' }],
    });
    expect(await refusal(here.session.password({ old: password, new: 'chen is my login' }))).toMatchObject({
      fields: [{ path: 'new', code: 'password.login' }],
    });
    await here.session.password({ old: password, new: '门前一条小河流过' + '三块石头' });
    expect((await here.session.me()).kind).toBe('staff');
    expect((await elsewhere.session.me()).kind).toBe('anyone');
    for (let time = 0; time < 5; time++) {
      expect(await refusal(here.session.password({ old: 'a guess', new: '另一句很长很长的好话' }))).toEqual({
        problem: 'auth.wrong',
      });
    }
    expect((await here.session.me()).kind).toBe('anyone');
    expect(await refusal(kit.signIn('chen'))).toMatchObject({ problem: 'auth.locked' });
  });

  it('shows the person who is being served in clear, until the sitting ends or is forgotten', async () => {
    const teller = await kit.staff('chu', 'teller', 'townA');
    const { id } = await teller.identity.create({ ...kit.samplePerson('何秀英'), mobile: '19900000051' });
    expect(await teller.identity.get({ id })).toMatchObject({ unmasked: false, name: '何**', mobile: '199****0051' });
    expect(await teller.session.sit({ person: id })).toMatchObject({ sitting: { person: id, name: '何秀英' } });
    expect(await teller.identity.get({ id })).toMatchObject({ unmasked: true, name: '何秀英' });
    for (let time = 0; time < 5; time++) {
      kit.advance(25);
      await teller.session.me();
    }
    expect(await teller.session.me()).toMatchObject({ sitting: null });
    await teller.session.sit({ person: id });
    expect(await teller.session.rise()).toMatchObject({ sitting: null });
    expect(await teller.identity.get({ id })).toMatchObject({ unmasked: false });
  });
});

describe('residents', () => {
  beforeEach(() => kit.advance(61));

  const signIn = async (mobile: string) => {
    const { challenge } = await anyone.session.askCode({ mobile });
    const answer = await anyone.session.resident({ challenge, code: kit.codes.at(-1)!.code });
    return { ...answer, client: kit.client(answer.token) };
  };

  it('signs in with a one-time code and says who they are', async () => {
    const { id, client } = await kit.resident('王秀兰', '19900000001');
    expect(await client.session.me()).toEqual({ kind: 'resident', person: { id, name: '王秀兰' }, others: [] });
    const again = await signIn('19900000001');
    expect(again.person).toBe(id);
  });

  it('takes a code five times at most, once if it fits, and for five minutes', async () => {
    const asked = await anyone.session.askCode({ mobile: '199 0000 0002' });
    const code = kit.codes.at(-1)!.code;
    const other = code === '000000' ? '111111' : '000000';
    const wrong = { challenge: asked.challenge, code: other };
    for (const left of [4, 3, 2, 1, 0])
      expect(await refusal(anyone.session.resident(wrong))).toEqual({ problem: 'auth.wrong-code', params: { left } });
    const right = { challenge: asked.challenge, code };
    expect(await refusal(anyone.session.resident(right))).toEqual({ problem: 'auth.expired' });

    const second = await anyone.session.askCode({ mobile: '19900000002' });
    const used = { challenge: second.challenge, code: kit.codes.at(-1)!.code };
    await anyone.session.resident(used);
    expect(await refusal(anyone.session.resident(used))).toEqual({ problem: 'auth.expired' });

    const third = await anyone.session.askCode({ mobile: '19900000002' });
    kit.advance(6);
    expect(
      await refusal(anyone.session.resident({ challenge: third.challenge, code: kit.codes.at(-1)!.code })),
    ).toEqual({ problem: 'auth.expired' });
  });

  it('guesses at a code made at once never find it', async () => {
    const { challenge } = await anyone.session.askCode({ mobile: '19900000003' });
    const code = kit.codes.at(-1)!.code;
    const tries = Array.from({ length: 20 }, (_, at) =>
      anyone.session.resident({ challenge, code: at === 19 ? code : String(100000 + at) }).catch(() => undefined),
    );
    const answers = await Promise.all(tries);
    // At most the first five of them were looked at.
    expect(answers.filter(Boolean).length).toBeLessThanOrEqual(1);
    expect(await refusal(anyone.session.resident({ challenge, code }))).toEqual({ problem: 'auth.expired' });
  });

  it('sends six codes an hour, and tells a landline from a mobile', async () => {
    for (let time = 0; time < 6; time++) await anyone.session.askCode({ mobile: '19900000004' });
    expect(await refusal(anyone.session.askCode({ mobile: '19900000004' }))).toEqual({
      problem: 'auth.too-many-codes',
    });
    for (let time = 0; time < 8; time++) expect((await signIn('19900000014')).token).toBeTruthy();
    expect(await refusal(anyone.session.askCode({ mobile: '0990-5550100' }))).toMatchObject({
      problem: 'input.invalid',
      fields: [{ path: 'mobile' }],
    });
  });

  it('lets a family share one telephone, and each choose whom it is for', async () => {
    const mother = await kit.resident('张桂英', '19900000005');
    const son = await mother.client.session.register(kit.samplePerson('张军', '1990-05-04'));
    const daughter = await mother.client.session.register(kit.samplePerson('张兰', '1992-05-04'));
    if (son.kind !== 'resident' || daughter.kind !== 'resident') throw new Error('not registered');
    const { client, person, persons } = await signIn('19900000005');
    expect(person).toBeNull();
    // Masked, and still to be told apart.
    expect(persons.map(({ name }) => name).sort()).toEqual(['张**', '张兰', '张军'].sort());
    expect(await client.session.me()).toMatchObject({ kind: 'caller' });
    expect(await refusal(client.cases.mine({}))).toEqual({ problem: 'auth.say-who' });
    expect(await client.session.choose({ person: son.person.id })).toMatchObject({ person: { name: '张军' } });
    const stranger = await kit.resident('李四海', '19900000006');
    expect(await refusal(client.session.choose({ person: stranger.id }))).toEqual({ problem: 'permission.denied' });
  });

  it('gives nobody a record that is kept under another telephone, nor under another name', async () => {
    const { idNumber } = await kit.resident('赵福生', '19900000007');
    const { client } = await signIn('19900000008');
    expect(await refusal(client.session.register({ name: '赵福生', idNumber }))).toEqual({
      problem: 'identity.other-telephone',
    });
    expect(await refusal(client.session.register({ name: '赵富生', idNumber }))).toMatchObject({
      problem: 'identity.other-name',
    });
    expect(await client.session.me()).toMatchObject({ kind: 'caller' });
  });

  it('recovers a lost number at a counter: the new one takes over and the old is signed out', async () => {
    const lost = await kit.resident('孙玉芳', '19900000009');
    const teller = await kit.staff('wei', 'teller', 'townB');
    const { seq } = await teller.identity.get({ id: lost.id });
    await teller.identity.change({ id: lost.id, seq, mobile: '19900000010' });
    expect(await lost.client.session.me()).toEqual({ kind: 'anyone' });
    expect((await signIn('19900000009')).persons).toEqual([]);
    expect((await signIn('19900000010')).person).toBe(lost.id);
  });

  it('takes a new number online only with a code sent to it', async () => {
    const { id, client } = await kit.resident('周明', '19900000011');
    const { seq } = await client.identity.get({ id });
    const wish = { id, seq, mobile: '19900000012' };
    expect(await refusal(client.identity.change(wish))).toEqual({ problem: 'auth.code-needed' });
    const elsewhere = await client.session.askCode({ mobile: '19900000013' });
    const proof = { challenge: elsewhere.challenge, code: kit.codes.at(-1)!.code };
    expect(await refusal(client.identity.change({ ...wish, ...proof }))).toEqual({ problem: 'auth.code-needed' });
    const asked = await client.session.askCode({ mobile: '19900000012' });
    const changed = await client.identity.change({ ...wish, challenge: asked.challenge, code: kit.codes.at(-1)!.code });
    expect(changed.mobile).toBe('19900000012');
    expect((await signIn('19900000012')).person).toBe(id);
  });
});
