import { describe, expect, it } from 'vitest';
import { parseUscc } from '#domain/identity/uscc.ts';
import { refusal, testKit } from '../testing.ts';

const kit = await testKit();
const teller = await kit.staff('zhao', 'teller', 'townA');
const head = await kit.staff('qian', 'head', 'county');

describe('records of persons', () => {
  it('opens one record for one number, also when two counters open it at once', async () => {
    const other = await kit.staff('sun', 'teller', 'townB');
    const wish = { ...kit.samplePerson('罗玉珍'), mobile: '19900000101', village: kit.division.a1 };
    const [one, two] = await Promise.all([teller.identity.create(wish), other.identity.create(wish)]);
    expect(two.id).toBe(one.id);
    expect([one.existed, two.existed].sort()).toEqual([false, true]);
    const count = await kit.app.db.selectFrom('person_keys').selectAll().where('person_id', '=', one.id).execute();
    expect(count.map(({ kind }) => kind).sort()).toEqual(['mobile', 'number', 'twin']);
    expect(await teller.identity.create(wish)).toEqual({ id: one.id, existed: true });
  });

  it('names every slip of a form at once', async () => {
    const { idNumber: right } = kit.samplePerson('罗三');
    const idNumber = right.slice(0, -1) + (right.endsWith('1') ? '2' : '1');
    const slips = { name: '罗3', idNumber, mobile: '123', account: '62170000000' };
    expect(await refusal(teller.identity.create(slips))).toMatchObject({
      problem: 'input.invalid',
      fields: [
        { path: 'name', code: 'name.characters' },
        { path: 'idNumber', code: 'resident-id.check' },
        { path: 'mobile', code: 'phone.mobile' },
        { path: 'account' },
      ],
    });
    expect(
      await refusal(teller.identity.create({ ...kit.samplePerson('罗三'), idKind: 'library-card' })),
    ).toMatchObject({
      fields: [{ path: 'idKind', code: 'field.choice' }],
    });
    expect(await refusal(teller.identity.create({ ...kit.samplePerson('罗三'), village: kit.app.id() }))).toMatchObject(
      { fields: [{ path: 'village', code: 'division.unknown' }] },
    );
  });

  it('refuses another name under a number that is known', async () => {
    const { idNumber } = kit.samplePerson('罗四');
    await teller.identity.create({ name: '罗四', idNumber });
    expect(await refusal(teller.identity.create({ name: '罗五', idNumber }))).toMatchObject({
      problem: 'identity.other-name',
    });
  });

  it('never overwrites what somebody else changed meanwhile', async () => {
    const { id } = await teller.identity.create(kit.samplePerson('罗六'));
    await teller.identity.change({ id, seq: 1, address: '甲一村1组' });
    expect(await refusal(teller.identity.change({ id, seq: 1, address: '甲一村2组' }))).toEqual({
      problem: 'conflict.stale',
    });
  });

  it('finds by number, telephone, characters, pinyin and initials, masked, and by part of the city where the role reaches no further', async () => {
    const person = kit.samplePerson('谭小凤');
    const { id } = await teller.identity.create({ ...person, mobile: '19900000102', village: kit.division.b1 });
    for (const text of [person.idNumber, '199 0000 0102', '小凤', 'tanxiaofeng', 'txf']) {
      const { items } = await teller.identity.search({ text });
      expect(items.map((item) => item.id)).toEqual([id]);
      expect(items[0]).toMatchObject({ name: '谭**', unmasked: false, birthDate: null });
    }
    const clerk = await kit.staff('li', 'village-clerk', 'a1');
    expect((await clerk.identity.search({ text: '谭小凤' })).items).toEqual([]);
    expect((await clerk.identity.search({ text: person.idNumber })).items).toHaveLength(1);
    const neighbour = await kit.staff('zhou', 'village-clerk', 'b1');
    expect((await neighbour.identity.search({ text: '谭小凤' })).items).toHaveLength(1);
  });

  it('pages through namesakes without losing one', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await teller.identity.create(kit.samplePerson('欧阳明月'))).id);
    const first = await teller.identity.search({ text: '欧阳明月', limit: 2 });
    const second = await teller.identity.search({ text: '欧阳明月', limit: 2, cursor: first.next! });
    const third = await teller.identity.search({ text: '欧阳明月', limit: 2, cursor: second.next! });
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(third.next).toBeNull();
  });

  it('looks through a hundred of one name and no more, and says that there are others', async () => {
    // Each another name, so that nobody is taken for a twin.
    for (let n = 0; n < 105; n++)
      await teller.identity.create(kit.samplePerson(`王秀${String.fromCodePoint(0x4e10 + n)}`));
    const first = await teller.identity.search({ text: '王秀', limit: 20 });
    expect([first.items.length, first.next]).toEqual([20, first.items.at(-1)!.id]);
    const all = await teller.identity.search({ text: '王秀', limit: 100 });
    expect(new Set(all.items.map(({ id }) => id)).size).toBe(100);
  });

  it('holds nothing personal in clear', async () => {
    const person = kit.samplePerson('慕容云海');
    await teller.identity.create({
      ...person,
      mobile: '19900000103',
      account: '6217000000000000004',
      address: '云海街9号',
    });
    for (const table of ['persons', 'person_keys', 'idempotency', 'audit', 'sessions', 'one_time_codes'] as const) {
      const text = JSON.stringify(await kit.app.db.selectFrom(table).selectAll().execute());
      for (const clear of [person.idNumber, '慕容云海', '19900000103', '6217000000000000004', '云海街9号']) {
        expect(text).not.toContain(clear);
        expect(text).not.toContain(JSON.stringify(Buffer.from(clear).toJSON().data).slice(1, -1));
      }
    }
  });
});

describe('who looked', () => {
  it('lists every look with who, where, why and in words; and to the person alone', async () => {
    const resident = await kit.resident('冯春花', '19900000110');
    await teller.identity.search({ text: '19900000110' });
    await teller.identity.get({ id: resident.id });
    await teller.identity.unmask({ id: resident.id, purpose: 'check' });
    await teller.session.sit({ person: resident.id });
    await teller.session.rise();
    await resident.client.identity.get({ id: resident.id });
    const { items, next } = await resident.client.identity.looks({ id: resident.id });
    expect(next).toBeNull();
    expect(items.map(({ by, unit, operation, purpose }) => ({ by, unit, operation, purpose }))).toEqual([
      { by: 'zhao员', unit: '甲镇便民服务中心', operation: 'session.sit', purpose: '为您办事' },
      { by: 'zhao员', unit: '甲镇便民服务中心', operation: 'identity.unmask', purpose: '核对情况' },
      { by: 'zhao员', unit: '甲镇便民服务中心', operation: 'identity.get', purpose: null },
      { by: 'zhao员', unit: '甲镇便民服务中心', operation: 'identity.search', purpose: '查找' },
      { by: '用手机验证码登录的人', unit: null, operation: 'session.register', purpose: '为您办事' },
    ]);
    expect(items[1]?.what).toBe('查看了您的完整信息');
    const page = await resident.client.identity.looks({ id: resident.id, limit: 3 });
    expect(
      (await resident.client.identity.looks({ id: resident.id, limit: 3, cursor: page.next! })).items,
    ).toHaveLength(2);
    const stranger = await kit.resident('冯秋月', '19900000111');
    expect(await refusal(stranger.client.identity.looks({ id: resident.id }))).toEqual({
      problem: 'permission.denied',
    });
    expect(await refusal(teller.identity.looks({ id: resident.id }))).toEqual({ problem: 'permission.denied' });
    const auditor = await kit.staff('wu', 'audit-administrator', 'city');
    expect((await auditor.identity.looks({ id: resident.id })).items).toHaveLength(5);
  });

  it('asks for a purpose before anything is shown in full', async () => {
    const { id } = await teller.identity.create({ ...kit.samplePerson('冯四'), mobile: '19900000112' });
    expect(await teller.identity.unmask({ id, purpose: 'complaint' })).toMatchObject({ unmasked: true, name: '冯四' });
    // biome-ignore lint/suspicious/noExplicitAny: a purpose that is none
    const call = teller.identity.unmask({ id, purpose: 'curiosity' as any });
    await expect(call).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('consent', () => {
  it('lets a relative act until it is taken back, and lets it be passed on to nobody', async () => {
    const mother = await kit.resident('黄素芬', '19900000120');
    const son = await kit.resident('黄大勇', '19900000121', '1990-01-02');
    const friend = await kit.resident('江小鱼', '19900000122', '1991-01-02');
    const wish = { id: mother.id, receiverName: '黄大勇', receiverIdNumber: son.idNumber };
    expect(await refusal(mother.client.identity.consent({ ...wish, receiverName: '黄小勇' }))).toEqual({
      problem: 'identity.unknown-relative',
    });
    expect(
      await refusal(
        mother.client.identity.consent({ ...wish, receiverName: '黄素芬', receiverIdNumber: mother.idNumber }),
      ),
    ).toEqual({ problem: 'identity.same-record' });
    const { id } = await mother.client.identity.consent(wish);
    expect(await son.client.session.me()).toMatchObject({
      others: [{ id: mother.id, name: '黄素芬', why: 'consent' }],
    });
    expect(await son.client.identity.get({ id: mother.id })).toMatchObject({ unmasked: true });
    // What the mother's record says, and who else may act for her, stays hers.
    const passOn = { id: mother.id, receiverName: '江小鱼', receiverIdNumber: friend.idNumber };
    expect(await refusal(son.client.identity.consent(passOn))).toEqual({ problem: 'identity.not-own' });
    expect(
      await refusal(son.client.identity.change({ id: mother.id, seq: 1, account: '6217000000000000004' })),
    ).toEqual({
      problem: 'identity.not-own',
    });
    expect(await refusal(son.client.identity.looks({ id: mother.id }))).toEqual({ problem: 'identity.not-own' });
    expect((await mother.client.identity.consents({ id: mother.id }))[0]).toMatchObject({
      giver: { name: '黄素芬' },
      receiver: { name: '黄大勇' },
      revoked: false,
    });
    await mother.client.identity.revoke({ id: mother.id, consent: id });
    expect(await son.client.session.me()).toMatchObject({ others: [] });
    expect(await refusal(son.client.identity.get({ id: mother.id }))).toEqual({ problem: 'permission.denied' });
    expect(await refusal(mother.client.identity.revoke({ id: mother.id, consent: id }))).toEqual({
      problem: 'not-found',
    });
  });

  it('ends with the day that was named', async () => {
    const giver = await kit.resident('黄玉', '19900000123');
    const receiver = await kit.resident('黄石', '19900000124', '1990-01-03');
    const today = '2026-03-02';
    kit.set(`${today}T10:30:00+08:00`);
    const wish = { id: giver.id, receiverName: '黄石', receiverIdNumber: receiver.idNumber };
    expect(await refusal(giver.client.identity.consent({ ...wish, validTo: '2026-03-01' }))).toMatchObject({
      fields: [{ path: 'validTo', code: 'consent.over' }],
    });
    await giver.client.identity.consent({ ...wish, validTo: today });
    expect(await receiver.client.session.me()).toMatchObject({ others: [{ id: giver.id }] });
    const row = await kit.app.db
      .selectFrom('consents')
      .selectAll()
      .where('giver_id', '=', giver.id)
      .executeTakeFirstOrThrow();
    expect(row.valid_to).toEqual(new Date('2026-03-03T00:00:00+08:00'));
  });
});

describe('duplicates', () => {
  it('finds namesakes of one birth date or telephone, and merges with everything that hangs on them', async () => {
    const kept = await kit.resident('石金花', '19900000130', '1970-07-07');
    const passport = { name: '石金花', idKind: 'chinese-passport', idNumber: 'E12345678', birthDate: '1970-07-07' };
    const { id: gone } = await teller.identity.create({ ...passport, address: '甲一村3组', village: kit.division.a1 });
    const heir = await kit.resident('石磊', '19900000131', '1995-07-07');
    const pairs = await head.identity.duplicates({});
    const pair = pairs.items.find(({ a, b }) => [a.id, b.id].includes(gone));
    expect([pair?.a.id, pair?.b.id].sort()).toEqual([kept.id, gone].sort());
    expect(pair?.why).toEqual(['name', 'birth-date']);
    expect(pair?.a).toMatchObject({ unmasked: false });
    await teller.identity.consent({ id: gone, receiverName: '石磊', receiverIdNumber: heir.idNumber });
    const merged = await head.identity.merge({ id: kept.id, gone, reason: '同一人，护照和身份证' });
    expect(merged).toMatchObject({ id: kept.id, village: { name: '甲一村' } });
    // The old number and the old id lead to the record that was kept; the consent goes on under it.
    expect((await teller.identity.search({ text: 'E12345678' })).items.map(({ id }) => id)).toEqual([kept.id]);
    expect((await teller.identity.get({ id: gone })).id).toBe(kept.id);
    expect(await heir.client.session.me()).toMatchObject({ others: [{ id: kept.id, why: 'consent' }] });
    expect((await head.identity.duplicates({})).items.some(({ a, b }) => [a.id, b.id].includes(gone))).toBe(false);
    expect(await refusal(head.identity.merge({ id: kept.id, gone, reason: '再一次' }))).toEqual({
      problem: 'identity.same-record',
    });
    const looks = await kept.client.identity.looks({ id: kept.id });
    expect(looks.items.filter(({ operation }) => operation === 'identity.merge')).toHaveLength(2);
    const record = await kit.app.db.selectFrom('person_merges').selectAll().where('gone_id', '=', gone).execute();
    expect(record).toHaveLength(1);
  });

  it('takes one telephone for a family, unless the names are the same too', async () => {
    await teller.identity.create({ ...kit.samplePerson('常山'), mobile: '19900000132' });
    await teller.identity.create({ ...kit.samplePerson('常水', '1991-02-03'), mobile: '19900000132' });
    expect((await head.identity.duplicates({ limit: 100 })).items.some(({ why }) => why.includes('mobile'))).toBe(
      false,
    );
    await teller.identity.create({ ...kit.samplePerson('常山', '1966-08-03'), mobile: '19900000132' });
    const { items } = await head.identity.duplicates({ limit: 100 });
    expect(items.filter(({ why }) => why.includes('mobile')).map(({ why }) => why)).toEqual([['name', 'mobile']]);
  });

  it('reaches no further than the head does', async () => {
    const a = await teller.identity.create({ ...kit.samplePerson('牛二'), village: kit.division.a1 });
    const b = await teller.identity.create({ ...kit.samplePerson('牛二'), village: kit.division.a1 });
    const elsewhere = await kit.staff('zheng', 'head', 'other');
    const { items } = await elsewhere.identity.duplicates({ limit: 100 });
    expect(items.some((pair) => [pair.a.id, pair.b.id].includes(a.id))).toBe(false);
    expect(await refusal(elsewhere.identity.merge({ id: a.id, gone: b.id, reason: '重复' }))).toEqual({
      problem: 'permission.denied',
    });
  });
});

describe('employers', () => {
  const uscc = ['91990101MA00000019', '9199010100000001X3', '91990101MA0000001X', '919901010000000126']
    .concat(Array.from({ length: 40 }, (_, n) => `91990101MA00000${String(n).padStart(2, '0')}${n % 10}`))
    .find((code) => parseUscc(code, { sampleRegion: true }).ok);

  it('opens one record for one code; knowing the code of another makes nobody its agent', async () => {
    expect(uscc).toBeDefined();
    const boss = await kit.resident('施工头', '19900000140');
    const stranger = await kit.resident('路过人', '19900000141');
    const wish = { uscc: uscc!, name: '云汀建筑有限公司' };
    const opened = await boss.client.identity.createEmployer(wish);
    expect(opened.existed).toBe(false);
    expect(await stranger.client.identity.createEmployer(wish)).toEqual({ id: opened.id, existed: true });
    const agents = await kit.app.db.selectFrom('employer_agents').selectAll().execute();
    expect(agents.map(({ person_id }) => person_id)).toEqual([boss.id]);
    expect(await teller.identity.employer({ uscc: uscc! })).toMatchObject({ name: '云汀建筑有限公司' });
    expect(await refusal(teller.identity.employer({ uscc: 'nonsense' }))).toMatchObject({ problem: 'input.invalid' });
  });
});
