import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { browse, key, signedIn } from './flows.testing.ts';
import { caseView, completedCase, correctingCase, id, person } from './testing.ts';

const found = `/cases/${id(10)}`;
const correcting = { ...signedIn, 'cases.get': () => correctingCase };

describe('a case', () => {
  it('says who has it, by when, how much is used, and why', async () => {
    const { page } = await browse(signedIn).get(found);
    expect(page).toContain('现在由东山县社会保险中心办');
    expect(page).toContain('东山县社会保险中心要在 3月5日(周四) 前办好');
    expect(page).toContain('10 个工作日，已用 4 个');
    expect(page).toContain('民法典第201条');
    expect(page).toContain('0126 0000 0179');
    const english = await browse(signedIn).get(`${found}?lang=en`);
    expect(english.page).toContain('has until Thursday 5 March to decide');
    expect(english.page).toContain('4 of 10 working days used');
  });

  it('leaves no more days than the limit has, and calls a day that has passed by its name', async () => {
    const told = async (clock: object) => {
      const view = { ...caseView, clocks: [{ ...caseView.clocks[0]!, ...clock }] };
      return (await browse({ ...signedIn, 'cases.get': () => view }).get(found)).page;
    };
    expect(await told({ left: 11, used: 0 })).toContain('<b>10</b> 个工作日');
    expect(await told({ left: 6, used: 4 })).toContain('<b>6</b> 个工作日');
    expect(await told({ left: 0, due: '2026-02-24' })).toContain('<p>已超期<');
  });

  it('asks one thing, with one button, when it is the reader’s turn', async () => {
    const { page } = await browse(correcting).get(found);
    expect(page).toContain('该您了：还差 2 样');
    expect(page.match(/class="button" href="\/cases/g)).toHaveLength(1);
  });

  it('offers only what is allowed', async () => {
    const closed = browse({ ...signedIn, 'cases.get': () => ({ ...caseView, allowedActions: [] }) });
    expect((await closed.get(found)).page).not.toContain(`${found}/withdraw`);
    for (const step of ['supplement', 'owed', 'receipt', 'withdraw', 'delivery'])
      expect((await closed.get(`${found}/${step}`)).location, step).toBe(found);
  });
});

describe('supplementing', () => {
  const papered = {
    ...correctingCase,
    materials: correctingCase.materials.map((one) => (one.code === 'hukou' ? one : { ...one })),
  };

  it('waits until everything is there', async () => {
    const bare = { ...correctingCase, materials: correctingCase.materials.map((one) => ({ ...one, papers: [] })) };
    const browser = browse({ ...signedIn, 'cases.get': () => bare });
    const early = await browser.post(`${found}/supplement`, { years: '', seq: '5', key });
    expect(early.status).toBe(422);
    expect(early.page).toContain('还没有上传“居民户口簿”');
    expect(early.page).toContain('请填写“一共缴了几年”');
    expect(browser.of('cases.act.supplement')).toEqual([]);
  });

  it('sends only what was asked for', async () => {
    const browser = browse({ ...signedIn, 'cases.get': () => papered });
    const sent = await browser.post(`${found}/supplement`, { years: '17', name: 'someone else', seq: '5', key });
    expect(sent.location).toBe(`${found}?done=supplemented`);
    expect(browser.of('cases.act.supplement')).toMatchObject([
      { input: { id: id(10), seq: 5, answers: { years: 17 } }, key },
    ]);
    expect((browser.of('cases.act.supplement')[0]!.input as { answers: object }).answers).toEqual({ years: 17 });
  });

  it('does not show a masked answer as if it could be sent back', async () => {
    const masked = { ...correctingCase, applicant: { ...caseView.applicant, unmasked: false }, answers: { years: 99 } };
    const { page } = await browse({ ...signedIn, 'cases.get': () => masked }).get(`${found}/supplement`);
    expect(page).not.toContain('value="99"');
  });

  it('adds a paper of a group, under whichever was chosen', async () => {
    const browser = browse(correcting);
    const form = { material: 'village-letter', file: new File(['x'], 'a.png', { type: 'image/png' }), key };
    expect((await browser.post(`${found}/add/hukou?back=supplement`, form)).location).toBe(`${found}/supplement`);
    expect(browser.of('papers.upload')[0]!.input).toMatchObject({ case: id(10), material: 'village-letter' });
  });
});

describe('the other actions', () => {
  it('confirms receipt in the way in which it came', async () => {
    const browser = browse({ ...signedIn, 'cases.get': () => completedCase });
    expect((await browser.get(`${found}/receipt`)).page).toContain('value="online"');
    await browser.post(`${found}/receipt`, { seq: '5', way: 'post', key });
    expect(browser.of('cases.act.deliver')).toMatchObject([
      { input: { id: id(10), seq: 5, data: { way: 'post' } }, key },
    ]);
  });

  it('withdraws with a reason, never without', async () => {
    const browser = browse(signedIn);
    expect((await browser.post(`${found}/withdraw`, { seq: '5', key })).page).toContain('请选一个原因');
    await browser.post(`${found}/withdraw`, { seq: '5', key, reason: 'other', words: '搬家了' });
    expect(browser.of('cases.act.withdraw')[0]!.input).toMatchObject({ data: { reason: '别的原因：搬家了' } });
  });

  it('changes how the result comes, and asks where', async () => {
    const browser = browse({
      ...signedIn,
      'cases.get': () => ({ ...caseView, allowedActions: ['changeDelivery'] }),
      'cases.act.changeDelivery': () => ({ id: id(10) }),
    });
    expect((await browser.post(`${found}/delivery`, { way: 'site', seq: '5', key })).location).toBe(
      `${found}/delivery?way=site`,
    );
    await browser.post(`${found}/delivery`, { way: 'site', unit: id(60), seq: '5', key });
    await browser.post(`${found}/delivery`, { way: 'post', seq: '5', key });
    expect(browser.of('cases.act.changeDelivery').map((call) => (call.input as { data: object }).data)).toEqual([
      { way: 'site', unit: id(60) },
      { way: 'post' },
    ]);
  });

  it('leads back to the case when it went on in between', async () => {
    const browser = browse({
      ...signedIn,
      'cases.act.withdraw': () => {
        throw new Refused('conflict.stale');
      },
    });
    const late = await browser.post(`${found}/withdraw`, { seq: '4', key, reason: 'later' });
    expect(late.location).toBe(`${found}?done=stale`);
    expect((await browser.get(`${found}?done=stale`)).page).toContain('这件事刚刚有了变化');
  });

  it('rates with one of five faces, and only with what the page offers', async () => {
    const browser = browse(signedIn);
    const rate = `${found}/rate/${id(70)}`;
    expect((await browser.post(rate, { key })).page).toContain('请选一个满意程度');
    expect((await browser.post(rate, { level: '9', key })).status).toBe(422);
    await browser.post(rate, { level: '2', reason: ['slow', 'invented'], words: ' 等了三天 ', key });
    expect(browser.of('feedback.rate')).toMatchObject([
      { input: { case: id(10), invitation: id(70), level: 2, reasons: ['slow'], words: '等了三天' }, key },
    ]);
    const given = browse({ ...signedIn, 'feedback.invitations': () => [] });
    expect((await given.get(rate)).location).toBe(found);
  });
});

describe('files', () => {
  it('shows pictures and PDF, keeps everything else from being shown', async () => {
    const browser = browse({
      ...signedIn,
      'papers.document': () => new File(['<script>'], 'x.html', { type: 'text/html' }),
    });
    expect((await browser.get(`${found}/papers/${id(30)}`)).page).toBe('%PDF-1.4');
    expect(browser.of('papers.download')[0]!.input).toEqual({ case: id(10), id: id(30) });
    const { citizenPages } = await import('./index.ts');
    const { fakeDeps } = await import('./testing.ts');
    const response = await citizenPages(
      fakeDeps({ ...signedIn, 'papers.document': () => new File(['<script>'], '结果".html', { type: 'text/html' }) }),
    ).request(`${found}/documents/${id(31)}`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E7%BB%93%E6%9E%9C%22.html");
    expect((await browser.get('/cases/..%2f..%2fetc/papers/passwd')).status).toBe(404);
  });
});

describe('my file', () => {
  it('covers the numbers until their owner asks', async () => {
    const browser = browse(signedIn);
    const covered = (await browser.get('/me')).page;
    expect(covered).not.toContain(person.idNumber);
    expect(covered).toContain('990101********0048');
    expect((await browser.get('/me?show=1')).page).toContain(person.idNumber);
  });

  it('says who looked, and why, without a word of the machine', async () => {
    const { page } = await browse(signedIn).get('/me/looks');
    expect(page).toContain('看了您的办件（办理这件事）');
    expect(page).toContain('陈玲');
    expect(page).not.toContain('cases.get');
  });

  it('marks as read what was shown', async () => {
    const browser = browse(signedIn);
    await browser.get('/me/notices');
    expect(browser.of('feedback.readNotices')[0]!.input).toEqual({ ids: [id(71)] });
  });

  it('changes a telephone at the state that was seen, and says what is wrong with it', async () => {
    const browser = browse({
      ...signedIn,
      'identity.change': ({ mobile }: { mobile: string }) => {
        if (mobile.length !== 11)
          throw new Refused('input.invalid', { count: 1 }, [
            { path: 'mobile', code: 'phone.mobile', params: { count: 3 } },
          ]);
        return person;
      },
    });
    const wrong = await browser.post('/me/change/mobile', { value: '199', seq: '3', key });
    expect(wrong.page).toContain('现在是 3 位');
    expect((await browser.post('/me/change/mobile', { value: '19900005678', seq: '3', key })).location).toBe(
      '/me?done=changed',
    );
    expect(browser.of('identity.change').at(-1)).toMatchObject({
      input: { id: id(1), seq: 3, mobile: '19900005678' },
      key,
    });
    expect((await browser.get('/me/change/name')).location).toBe('/me');
  });

  it('gives a consent for as long as was said, and takes it back', async () => {
    const browser = browse(signedIn);
    const fields = { name: '王小梅', number: '990101196506150048', until: 'year', key };
    expect((await browser.post('/me/consents/new', fields)).page).toContain('请至少选一样');
    expect((await browser.post('/me/consents/new', { ...fields, scope: 'collect' })).location).toBe(
      '/me/consents?done=consented',
    );
    expect(browser.of('identity.consent')[0]!.input).toMatchObject({
      id: id(1),
      receiverName: '王小梅',
      receiverIdNumber: '990101196506150048',
      scopes: ['collect'],
      validTo: '2027-02-25',
    });
    await browser.post('/me/consents/revoke', { consent: id(80), key });
    expect(browser.of('identity.revoke')[0]).toMatchObject({ input: { id: id(1), consent: id(80) }, key });
  });
});
