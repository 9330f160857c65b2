import { describe, expect, it } from 'vitest';
import type { DraftView } from '#api/cases.ts';
import { Refused } from '#domain/kernel/problem.ts';
import { browse, key, signedIn } from './flows.testing.ts';
import { draft, id, item, person, resident } from './testing.ts';

const apply = `/apply/${id(20)}`;
const noOthers = { 'session.me': () => ({ ...resident, others: [] }), 'cases.drafts': () => [] };
const saved = (browser: ReturnType<typeof browse>) =>
  (browser.of('cases.save').at(-1)?.input as { answers: DraftView['answers'] } | undefined)?.answers;

describe('beginning', () => {
  it('asks to sign in first, and comes back', async () => {
    const browser = browse();
    expect((await browser.post('/apply', { item: item.code })).location).toBe(
      '/sign-in?next=%2Fapply%3Fitem%3DHR-INS-03',
    );
    expect(browser.of('cases.begin')).toEqual([]);
  });

  it('begins at once when there is nothing to choose, under the key of the form', async () => {
    const browser = browse(noOthers);
    expect((await browser.post('/apply', { item: item.code, key })).location).toBe(apply);
    expect(browser.of('cases.begin')).toMatchObject([{ input: { item: item.code, person: id(1) }, key }]);
  });

  it('shows what is half written, and for whom it may be', async () => {
    const browser = browse(signedIn);
    expect((await browser.post('/apply', { item: item.code, key })).location).toBe('/apply?item=HR-INS-03');
    const { page } = await browser.get('/apply?item=HR-INS-03');
    expect(page).toContain(`href="${apply}"`);
    expect(page).toContain('李建国');
    await browser.post('/apply', { item: item.code, sure: '1', for: id(2), key });
    expect(browser.of('cases.begin')[0]!.input).toEqual({ item: item.code, person: id(2), agent: id(1) });
    const unknown = await browser.post('/apply', { item: item.code, sure: '1', for: id(99), key });
    expect(unknown.location).toBe('/apply?item=HR-INS-03');
    expect(browser.of('cases.begin')).toHaveLength(1);
  });

  it('goes on at the first question that is not answered, or at the check', async () => {
    expect((await browse(signedIn).get(apply)).location).toBe(`${apply}/check-answers`);
    const without = { ...draft, answers: { ...draft.answers, years: undefined } as unknown as DraftView['answers'] };
    delete without.answers.years;
    expect((await browse({ ...signedIn, 'cases.draft': () => without }).get(apply)).location).toBe(`${apply}/years`);
    const fresh = browse({ ...signedIn, 'cases.draft': () => ({ ...draft, answers: {} }) });
    expect((await fresh.get(apply)).location).toBe(`${apply}/name`);
  });
});

describe('a question', () => {
  it('saves a good answer and goes on', async () => {
    const browser = browse(signedIn);
    const next = await browser.post(`${apply}/born`, { 'born.year': '1965', 'born.month': '6', 'born.day': '15' });
    expect([next.status, next.location]).toEqual([303, `${apply}/abroad`]);
    expect(saved(browser)).toMatchObject({ born: '1965-06-15', years: 16 });
  });

  it('says that it may be left open', async () => {
    expect((await browse(signedIn).get(`${apply}/topUp`)).page).toContain('想补缴多少（可以不填）');
  });

  it('says what is wrong beside the field and at the top, keeps what was typed, and saves nothing', async () => {
    const browser = browse(signedIn);
    const wrong = await browser.post(`${apply}/name`, { name: '王秀英', idNumber: '990101196506150040' });
    expect(wrong.status).toBe(422);
    expect(wrong.page).toContain('<a href="#f-idNumber">身份证号最后一位对不上');
    expect(wrong.page).toMatch(
      /id="f-idNumber"[^>]*value="990101196506150040"[^>]*aria-invalid="true" aria-describedby="f-idNumber-hint f-idNumber-wrong"/,
    );
    expect(wrong.page).toContain('value="王秀英"');
    expect(browser.of('cases.save')).toEqual([]);
  });

  it('does not go on without a required answer, but leaves when asked to', async () => {
    const browser = browse(signedIn);
    expect((await browser.post(`${apply}/years`, { years: '' })).page).toContain('请填写“一共缴了几年”');
    const left = await browser.post(`${apply}/years`, { years: '', _leave: '1' });
    expect(left.location).toBe(`${apply}/saved`);
    expect(saved(browser)).not.toHaveProperty('years');
  });

  it('leaves even with a mistake, and keeps the rest', async () => {
    const browser = browse(signedIn);
    const left = await browser.post(`${apply}/name`, { name: '王秀英', idNumber: '12', _leave: '1' });
    expect(left.location).toBe(`${apply}/saved`);
    expect(saved(browser)).toMatchObject({ name: '王秀英' });
    expect(saved(browser)).not.toHaveProperty('idNumber');
  });

  it('drops the answers of questions that are no longer asked', async () => {
    const browser = browse(signedIn);
    expect((await browser.post(`${apply}/abroad`, { abroad: 'no' })).location).toBe(`${apply}/years`);
    expect(saved(browser)).toMatchObject({ abroad: false });
    expect(saved(browser)).not.toHaveProperty('places');
  });

  it('comes back to the check when the change was made from there', async () => {
    const browser = browse(signedIn);
    expect((await browser.post(`${apply}/years?from=check`, { years: '20' })).location).toBe(`${apply}/check-answers`);
  });

  it('ignores fields that are not in the form', async () => {
    const browser = browse(signedIn);
    await browser.post(`${apply}/years`, { years: '20', admin: 'yes', 'places.0.place': 'x' });
    expect(Object.keys(saved(browser)!)).not.toContain('admin');
    expect(saved(browser)).toMatchObject({ years: 20, places: [{ place: '成都' }] });
  });

  it('leads from a page that is hidden now to where the reader has to go on', async () => {
    const hidden = { ...draft, answers: { ...draft.answers, abroad: false } };
    const browser = browse({ ...signedIn, 'cases.draft': () => hidden });
    expect((await browser.get(`${apply}/places`)).location).toBe(`${apply}/check-answers`);
  });

  it('finds a village by going down, or by its name', async () => {
    const browser = browse(signedIn);
    expect((await browser.get(`${apply}/home?in=top`)).page).toContain(`href="${apply}/home?in=${id(41)}"`);
    expect((await browser.get(`${apply}/home?in=${id(42)}`)).page).toContain('value="990101001002"');
    expect((await browser.get(`${apply}/home?find=${encodeURIComponent('青杠')}`)).page).toContain(
      '东山县 石桥镇 青杠坡村',
    );
    await browser.post(`${apply}/home`, { home: '990101001002' });
    expect(saved(browser)).toMatchObject({ home: '990101001002' });
  });
});

describe('rows', () => {
  const two = {
    'places.0.place': '成都',
    'places.0.from.year': '2012',
    'places.0.from.month': '3',
    'places.1.place': '绵阳',
    'places.1.from.year': '2015',
    'places.1.from.month': '1',
  };

  it('adds one, keeping and saving what is there', async () => {
    const browser = browse(signedIn);
    const more = await browser.post(`${apply}/places`, { ...two, _add: 'places' });
    expect(more.status).toBe(200);
    expect(more.page).toContain('name="places.2.place" value=""');
    expect(more.page).toContain('value="绵阳"');
    expect(saved(browser)!.places).toHaveLength(2);
  });

  it('takes one away and numbers the rest anew', async () => {
    const browser = browse(signedIn);
    const fewer = await browser.post(`${apply}/places`, { ...two, _remove: 'places.0' });
    expect(fewer.page).toContain('name="places.0.place" value="绵阳"');
    expect(fewer.page).not.toContain('成都');
    expect(saved(browser)!.places).toEqual([{ place: '绵阳', from: '2015-01' }]);
  });

  it('names the row in which something is wrong', async () => {
    const wrong = await browse(signedIn).post(`${apply}/places`, { ...two, 'places.1.from.month': '13' });
    expect(wrong.page).toContain('<a href="#f-places-1-from-year">第2行');
  });
});

describe('papers of an application', () => {
  const paper = `${apply}/your-papers/household`;
  const picture = (name: string) => new File(['x'], name, { type: 'image/jpeg' });

  it('sends each file with a key of its own, for the paper that was chosen', async () => {
    const browser = browse(signedIn);
    const form = new FormData();
    form.append('key', key);
    form.append('material', 'village-letter');
    form.append('file', picture('a.jpg'));
    form.append('file', new File([], ''));
    form.append('file', picture('b.jpg'));
    expect((await browser.post(paper, form)).location).toBe(paper);
    expect(browser.of('papers.upload')).toMatchObject([
      { input: { case: id(20), material: 'village-letter' }, key: `${key}-0` },
      { input: { case: id(20), material: 'village-letter' }, key: `${key}-1` },
    ]);
  });

  it('says which file was refused, and why', async () => {
    const browser = browse({
      ...signedIn,
      'papers.upload': () => {
        throw new Refused('input.too-large', { limit: 20 });
      },
    });
    const refused = await browser.post(paper, { file: picture('大照片.jpg'), key });
    expect(refused.status).toBe(422);
    expect(refused.page).toContain('“大照片.jpg”没有传上去');
    expect((await browser.post(paper, { key })).page).toContain('还没有选照片或文件');
  });

  it('takes a paper out again, once however often it is pressed', async () => {
    const browser = browse(signedIn);
    await browser.post(paper, { _remove: id(30), key });
    expect(browser.of('papers.remove')).toMatchObject([{ input: { case: id(20), id: id(30) }, key }]);
    await browser.post(paper, { _remove: id(31), key });
    expect(browser.of('papers.remove')).toHaveLength(1);
  });

  it('asks for no paper that the office looks up or the form supplies', async () => {
    const { page } = await browse(signedIn).get(`${apply}/your-papers`);
    expect(page).not.toContain(`${apply}/your-papers/paid`);
    expect(page).not.toContain(`${apply}/your-papers/form`);
    expect(page).toContain('这些我们自己查，不用您带');
  });

  it('refuses more than a telephone could mean, on a page that says what to do', async () => {
    const browser = browse(signedIn, { maxPaperBytes: 300_000 });
    const huge = new FormData();
    huge.append('file', new File([new Uint8Array(1_700_000)], 'huge.jpg', { type: 'image/jpeg' }));
    const refused = await browser.post(paper, huge);
    expect(refused.status).toBe(413);
    expect(refused.page).toContain('文件太大了');
    expect(refused.page).toContain('最多 1 MB');
    expect(browser.of('papers.upload')).toEqual([]);
  });
});

describe('sending', () => {
  const choose = async (browser: ReturnType<typeof browse>) => {
    expect((await browser.get(`${apply}/check-answers`)).location).toBe(`${apply}/how-to-collect`);
    expect((await browser.post(`${apply}/how-to-collect`, { mode: 'promised' })).page).toContain('请选结果怎么给您');
    expect((await browser.post(`${apply}/how-to-collect`, { mode: 'assisted', way: 'site' })).location).toBe(
      `${apply}/collect-where`,
    );
    expect((await browser.post(`${apply}/collect-where`, { unit: id(51) })).location).toBe(`${apply}/check-answers`);
  };
  const hiddenOf = (page: string): Record<string, string> =>
    Object.fromEntries(
      [...page.slice(page.indexOf('id="send"')).matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
        (match) => [match[1], match[2]],
      ),
    );

  it('sends exactly what was looked at, the same when it is pressed twice', async () => {
    const browser = browse(signedIn);
    await choose(browser);
    const { page } = await browser.get(`${apply}/check-answers`);
    expect(page).toContain('柳树沟村服务站');
    const fields = hiddenOf(page);
    expect((await browser.post(`${apply}/check-answers`, fields)).location).toBe(`/cases/${id(10)}/done`);
    await browser.post(`${apply}/check-answers`, fields);
    const [first, second] = browser.of('cases.submit');
    expect(first).toEqual(second);
    expect(first).toMatchObject({
      input: {
        draft: id(20),
        seq: 4,
        submission: { mode: 'assisted', channel: 'phone', delivery: { way: 'site', unit: id(51) } },
      },
      key: fields.key,
    });
  });

  it('asks whoever stays nameless for no way of delivery, and shows the number where no case can be opened', async () => {
    const question = {
      id: 'anonymous',
      label: { 'zh-CN': '匿名吗？', en: 'Anonymous?' },
      kind: 'yesno',
      required: true,
    };
    const sections = [...item.form.sections, { id: 'who', title: question.label, questions: [question] }];
    const browser = browse({
      ...signedIn,
      'catalogue.get': () => ({ ...item, anonymousAllowed: true, form: { ...item.form, sections } }),
      'cases.draft': () => ({ ...draft, answers: { ...draft.answers, anonymous: true } }),
    });
    expect((await browser.get(`${apply}/how-to-collect`)).location).toBe(`${apply}/check-answers`);
    const { page } = await browser.get(`${apply}/check-answers`);
    expect(page).toContain('您选了匿名');
    const sent = await browser.post(`${apply}/check-answers`, hiddenOf(page));
    expect(sent.location).toMatch(/^\/sent\/\d{12}$/);
    expect(browser.of('cases.submit')).toMatchObject([
      { input: { submission: { delivery: { way: 'site', unit: null } } } },
    ]);
    expect((await browser.get('/sent/012600000820')).page).toContain('请记下这个编号');
    expect((await browser.get('/sent/012600000821')).location).toBe('/');
  });

  it('posts nothing to nowhere', async () => {
    const way = { mode: 'promised', way: 'post' };
    const known = browse(signedIn);
    expect((await known.post(`${apply}/how-to-collect`, way)).location).toBe(`${apply}/check-answers`);
    const unknown = browse({ ...signedIn, 'identity.get': () => ({ ...person, address: null }) });
    const refused = await unknown.post(`${apply}/how-to-collect`, way);
    expect(refused.status).toBe(422);
    expect(refused.page).toContain('我们还没有您的地址');
  });

  it('leads whoever comes back after sending to the case', async () => {
    const browser = browse({
      ...signedIn,
      'cases.draft': () => {
        throw new Refused('case.already-submitted');
      },
    });
    expect((await browser.get(`${apply}/name`)).location).toBe(`/cases/${id(20)}/done`);
  });

  it('shows the latest when it was changed elsewhere, and asks for the village when it is missing', async () => {
    const refusing = (problem: 'conflict.stale' | 'case.no-home') =>
      browse({
        ...signedIn,
        'cases.submit': () => {
          throw new Refused(problem);
        },
      });
    const stale = refusing('conflict.stale');
    await choose(stale);
    const again = await stale.post(`${apply}/check-answers`, { mode: 'promised', way: 'online', seq: '3', key });
    expect(again.status).toBe(422);
    expect(again.page).toContain('您在别处改过这份申请');
    const homeless = await refusing('case.no-home').post(`${apply}/check-answers`, {
      mode: 'promised',
      way: 'online',
      seq: '4',
      key,
    });
    expect(homeless.location).toBe(`/sign-in/village?next=${encodeURIComponent(`${apply}/check-answers`)}`);
  });

  it('lists what is unfinished instead of sending', async () => {
    const answers = { ...draft.answers };
    delete answers.years;
    const browser = browse({ ...signedIn, 'cases.draft': () => ({ ...draft, answers }) });
    await choose(browser);
    const { page } = await browser.get(`${apply}/check-answers`);
    expect(page).toContain('还有 1 处没填好');
    expect(page).toContain(`href="${apply}/years?from=check"`);
    expect(page).not.toContain('>提交</button>');
  });

  it('throws an application away only when told so', async () => {
    const browser = browse(signedIn);
    await browser.get(`${apply}/throw-away`);
    expect(browser.of('cases.discard')).toEqual([]);
    expect((await browser.post(`${apply}/throw-away`, { key })).location).toBe('/cases?done=discarded');
    expect(browser.of('cases.discard')).toMatchObject([{ input: { id: id(20) }, key }]);
  });
});
