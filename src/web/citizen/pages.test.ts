import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { languages } from '#domain/kernel/text.ts';
import { citizenPages } from './index.ts';
import { faultsOf, readMarkup } from './markup.testing.ts';
import { caseView, completedCase, correctingCase, draft, fakeDeps, id, item, person, resident } from './testing.ts';
import type { CitizenDeps } from './visit.ts';

type Answers = Parameters<typeof fakeDeps>[0];

const signedIn = { 'session.me': () => resident };
const owing = {
  ...correctingCase,
  status: 'owing',
  correction: null,
  owedDue: '2026-03-10',
  materials: caseView.materials.map((one) => ({ ...one, state: 'owed', mayBeOwed: true })),
  allowedActions: ['supplyOwed'],
};
const apply = `/apply/${id(20)}`;
const found = `/cases/${id(10)}`;

/** Every page that can be looked at, with what must be true for it. */
const pages: Record<string, [path: string, answers?: Answers, status?: number]> = {
  home: ['/'],
  'home, signed in': ['/', signedIn],
  'search results': ['/search?q=养老金'],
  'search by need': ['/search?need=old-age'],
  'nothing found': [`/search?q=${encodeURIComponent('没有这件事')}`],
  'item guide': [`/items/${item.code}`],
  points: ['/points'],
  'points, choosing a village': ['/points?choose=1'],
  'verify, asking': ['/verify'],
  'verify, real': ['/verify/K7QM2X'],
  'verify, replaced': ['/verify/OLD'],
  'verify, unknown': ['/verify/NONE', {}, 404],
  help: ['/help'],
  accessibility: ['/accessibility'],
  'sign in': ['/sign-in'],
  'session ended': ['/sign-in?expired=1'],
  'who of the family': [
    '/sign-in/choose',
    { 'session.me': () => ({ kind: 'caller', persons: [{ id: id(1), name: '王**' }] }) },
  ],
  'first visit': ['/sign-in/who'],
  'own village': [`/sign-in/village?in=${id(42)}`, signedIn],
  'own village, by name': [`/sign-in/village?find=${encodeURIComponent('柳树')}`, signedIn],
  'signed out': ['/sign-in/out'],
  'before applying': [`/apply?item=${item.code}`, signedIn],
  'text questions': [`${apply}/name`, signedIn],
  'a place, going down': [`${apply}/home?in=top`, signedIn],
  'a place, chosen': [`${apply}/home`, signedIn],
  'a date': [`${apply}/born`, signedIn],
  'yes or no': [`${apply}/abroad`, signedIn],
  rows: [`${apply}/places`, signedIn],
  'a number': [`${apply}/years`, signedIn],
  money: [`${apply}/topUp`, signedIn],
  choices: [`${apply}/family`, signedIn],
  declaration: [`${apply}/true`, signedIn],
  papers: [`${apply}/your-papers`, signedIn],
  'one paper': [`${apply}/your-papers/household`, signedIn],
  'how to collect': [`${apply}/how-to-collect`, signedIn],
  'where to collect': [`${apply}/collect-where`, signedIn],
  'check answers': [`${apply}/check-answers`, signedIn],
  saved: [`${apply}/saved`, signedIn],
  'throw away': [`${apply}/throw-away`, signedIn],
  'my cases': ['/cases', signedIn],
  'no cases': ['/cases', { ...signedIn, 'cases.mine': () => ({ items: [], next: null }), 'cases.drafts': () => [] }],
  case: [found, signedIn],
  'case, my turn': [found, { ...signedIn, 'cases.get': () => correctingCase }],
  'case, papers owed': [found, { ...signedIn, 'cases.get': () => owing }],
  'case, result': [found, { ...signedIn, 'cases.get': () => completedCase }],
  'case, closed': [
    found,
    {
      ...signedIn,
      'cases.get': () => ({ ...caseView, status: 'ended', ending: 'withdrawn', clocks: [], allowedActions: [] }),
    },
  ],
  sent: [`${found}/done`, signedIn],
  supplement: [`${found}/supplement`, { ...signedIn, 'cases.get': () => correctingCase }],
  owed: [`${found}/owed`, { ...signedIn, 'cases.get': () => owing }],
  'add a paper': [`${found}/add/hukou`, { ...signedIn, 'cases.get': () => correctingCase }],
  'change delivery': [
    `${found}/delivery`,
    { ...signedIn, 'cases.get': () => ({ ...caseView, allowedActions: ['changeDelivery'] }) },
  ],
  'change delivery, where': [
    `${found}/delivery?way=site`,
    { ...signedIn, 'cases.get': () => ({ ...caseView, allowedActions: ['changeDelivery'] }) },
  ],
  receipt: [`${found}/receipt`, { ...signedIn, 'cases.get': () => completedCase }],
  withdraw: [`${found}/withdraw`, signedIn],
  rate: [`${found}/rate/${id(70)}`, signedIn],
  me: ['/me', signedIn],
  'me, numbers shown': ['/me?show=1', signedIn],
  notices: ['/me/notices', signedIn],
  looks: ['/me/looks', signedIn],
  consents: ['/me/consents', signedIn],
  'new consent': ['/me/consents/new', signedIn],
  'change telephone': ['/me/change/mobile', signedIn],
  'not there': ['/nowhere', {}, 404],
  'not mine': [
    found,
    {
      ...signedIn,
      'cases.get': () => {
        throw new Refused('permission.denied');
      },
    },
    403,
  ],
  'database away': [
    '/',
    {
      'session.me': () => {
        throw new Refused('database.away');
      },
    },
    503,
  ],
};

const wish = `wish=promised.site.${id(51)}`;
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
