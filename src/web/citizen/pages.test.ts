import { describe, expect, it } from 'vitest';
import { languages } from '#domain/kernel/text.ts';
import { citizenPages } from './index.ts';
import { faultsOf, readMarkup } from './markup.testing.ts';
import { pages, wish } from './pages.testing.ts';
import { caseView, correctingCase, draft, fakeDeps, id, item, person, resident } from './testing.ts';
import type { CitizenDeps } from './visit.ts';

type Answers = Parameters<typeof fakeDeps>[0];

const signedIn = { 'session.me': () => resident };
const apply = `/apply/${id(20)}`;
const found = `/cases/${id(10)}`;

const look = async (path: string, answers: Answers, query: string, more: Partial<CitizenDeps> = {}) => {
  const where = `${path}${path.includes('?') ? '&' : '?'}${query}`;
  return citizenPages(fakeDeps(answers, [], more)).request(where, { headers: { cookie: wish } });
};

describe.each(languages)('every page, in %s', (language) => {
  it.each(Object.entries(pages))('%s', async (_, [path, answers = {}, status = 200]) => {
    const response = await look(path, answers, `lang=${language}`);
    const page = await response.text();
    expect(response.status).toBe(status);
    expect(faultsOf(page)).toEqual([]);
    const { tags, text } = readMarkup(page);
    expect(tags.find((tag) => tag.name === 'html')?.attributes.get('lang')).toBe(language);
    // No key of a text, no place left open, nothing that a program says to itself.
    expect(
      text.match(/\b(?:citizen|status|problems|timeline|form)\.[a-z][\w.-]*|\{\w+|undefined|\[object|NaN/g) ?? [],
    ).toEqual([]);
    // A telephone that a person answers.
    expect(page).toMatch(/href="tel:\d+"/);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('长辈版', () => {
  it.each(['/', `/items/${item.code}`, `${apply}/name`])(
    '%s: chosen once, kept, and always in the same corner',
    async (path) => {
      const response = await look(path, signedIn, 'elder=1');
      expect(response.headers.get('set-cookie')).toContain('elder=1');
      const page = await response.text();
      expect(page).toContain('class="citizen elder"');
      expect(page).toMatch(/<a class="switch switch-elder" href="[^"]*elder=0"><span>标准版/);
    },
  );

  it('asks for less at once', async () => {
    const calls: { operation: string }[] = [];
    await citizenPages(fakeDeps({}, calls as never)).request('/?elder=1');
    expect(calls.map((call) => call.operation)).not.toContain('organisation.sites');
  });
});

describe('what people wrote stays text', () => {
  const attack = '"><script>alert(1)</script>\'';
  const answers: Answers = {
    ...signedIn,
    'session.me': () => ({ ...resident, person: { id: id(1), name: attack } }),
    'identity.get': () => ({ ...person, name: attack, address: attack }),
    'cases.draft': () => ({ ...draft, answers: { ...draft.answers, name: attack } }),
    'cases.get': () => ({
      ...correctingCase,
      applicant: { ...caseView.applicant, name: attack },
      timeline: caseView.timeline.map((entry) => ({ ...entry, note: attack })),
    }),
  };
  it.each([
    `/search?q=${encodeURIComponent(attack)}`,
    `/points?find=${encodeURIComponent(attack)}`,
    `/verify/${encodeURIComponent(attack)}`,
    `/sign-in?next=${encodeURIComponent(attack)}`,
    '/me?show=1',
    `${apply}/name`,
    `${apply}/check-answers`,
    found,
  ])('%s', async (path) => {
    const page = await (await look(path, path.startsWith('/sign-in') ? {} : answers, 'lang=zh-CN')).text();
    expect(page).not.toContain('<script>alert');
    expect(faultsOf(page)).toEqual([]);
  });
});
