import { Refused } from '#domain/kernel/problem.ts';
import { appointment, caseView, completedCase, correctingCase, type fakeDeps, id, item, resident } from './testing.ts';

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

/** Every page that can be looked at: its address, what the program answers, its status. */
export const pages: Record<string, [path: string, answers?: Answers, status?: number]> = {
  home: ['/'],
  'home, signed in': ['/', signedIn],
  'search results': ['/search?q=养老金'],
  'search by need': ['/search?need=old-age'],
  'nothing found': [`/search?q=${encodeURIComponent('没有这件事')}`],
  'item guide': [`/items/${item.code}`],
  points: ['/points'],
  'points near a village, for an item': [`/points?village=${id(42)}&item=HR-INS-03`],
  'points, choosing a village': ['/points?choose=1'],
  'book, what for': [`/points/${id(50)}/book`],
  'book, not taken here': [`/points/${id(50)}/book?item=HR-NONE-01`, {}, 409],
  'book, which day': [`/points/${id(50)}/book?item=${item.code}`],
  'book, which time': [`/points/${id(50)}/book?item=${item.code}&day=2026-02-26`],
  'book, a day that is full': [`/points/${id(50)}/book?item=${item.code}&day=2026-02-28`, {}, 409],
  'book, nothing left': [
    `/points/${id(50)}/book?item=${item.code}`,
    {
      'appointments.freeTimes': () => ({
        site: { ...appointment.site },
        item: appointment.item,
        days: [],
        closesOn: null,
      }),
    },
  ],
  'book, a last look': [`/points/${id(50)}/book/check?item=${item.code}&day=2026-02-26&time=09:30`, signedIn],
  'book, just taken': [`/points/${id(50)}/book/check?item=${item.code}&day=2026-02-26&time=10:00`, signedIn, 409],
  'my appointments': ['/me/appointments', signedIn],
  'no appointments': ['/me/appointments', { ...signedIn, 'appointments.mine': () => ({ items: [] }) }],
  'an appointment': [`/me/appointments/${id(95)}`, signedIn],
  'an appointment that was': [`/me/appointments/${id(96)}`, signedIn],
  'cancel an appointment': [`/me/appointments/${id(95)}/cancel`, signedIn],
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

/** What was chosen before sending, as the browser keeps it. */
export const wish = `wish=promised.site.${id(51)}`;
