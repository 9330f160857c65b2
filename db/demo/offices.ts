import type { Text } from '#domain/kernel/text.ts';
import type { Unit, UnitKind } from '#domain/organisation/units.ts';
import type { DayHours } from '#domain/sites/hours.ts';
import type { SiteService } from '#domain/sites/sites.ts';
import { demoId } from './ids.ts';
import { unit as chance, hash } from './random.ts';
import type { DemoDivision, DemoSite } from './schema.ts';

/** A division with its name split into what the names of its offices are made of. */
export interface Place extends DemoDivision {
  kindName: Text;
}

export interface Offices {
  units: Unit[];
  sites: DemoSite[];
  links: SiteService[];
}

const since = '2020-01-01';

/** The offices of a city or county and the powers each holds: several bureaus, as in life. Codes as in the list of departments. */
const offices: readonly { name: string; kind: UnitKind; departments: string[]; under?: number }[] = [
  { name: '人力资源和社会保障局', kind: 'bureau', departments: ['labour-relations', 'talent'] },
  { name: '就业创业促进中心', kind: 'agency', departments: ['employment', 'training'], under: 0 },
  { name: '社会保险中心', kind: 'agency', departments: ['social-insurance', 'work-injury'], under: 0 },
  { name: '劳动人事争议仲裁院', kind: 'agency', departments: ['arbitration'], under: 0 },
  { name: '劳动保障监察大队', kind: 'agency', departments: ['inspection'], under: 0 },
  { name: '医疗保障局', kind: 'bureau', departments: ['medical-insurance'] },
  { name: '民政局', kind: 'bureau', departments: ['civil-affairs'] },
  { name: '残疾人联合会', kind: 'agency', departments: ['disabled-federation'] },
  { name: '自然资源局', kind: 'bureau', departments: ['natural-resources'] },
  { name: '税务局', kind: 'bureau', departments: ['tax'] },
  { name: '财政局', kind: 'bureau', departments: ['finance'] },
  { name: '政务服务中心', kind: 'service-centre', departments: ['general'] },
];
const insuranceOffice = 2;
const serviceCentre = offices.length - 1;

const office: DayHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const country: DayHours = [
  { from: '09:00', to: '12:00' },
  { from: '14:00', to: '17:00' },
];
const morning: DayHours = [{ from: '09:00', to: '12:00' }];
const closed: DayHours = [];
const workdays = (day: DayHours, saturday: DayHours): DayHours[] => [day, day, day, day, day, saturday, closed];
/** Remote stations: three mornings a week, market days. */
const marketDays = [morning, closed, morning, closed, morning, closed, closed];

interface Making {
  seed: number;
  units: Unit[];
  sites: DemoSite[];
}

function addUnit(
  making: Making,
  division: Place,
  name: string,
  kind: UnitKind,
  departments: string[],
  parent: Unit | undefined,
  aliases: string[] = [],
): Unit {
  const made: Unit = {
    id: demoId('unit', making.units.length + 1),
    divisionId: division.id,
    parentId: parent?.id ?? null,
    name,
    aliases,
    kind,
    departments,
    validFrom: since,
    validTo: null,
    past: [],
    became: [],
  };
  making.units.push(made);
  return made;
}

interface SiteSketch {
  level: DemoSite['level'];
  name: Text;
  aliases?: string[];
  address: string;
  weekly: DayHours[];
  counters: string[];
  rooms: [use: string, area: number][];
  class: DemoSite['class'];
}

/** About a hundred metres, so that a site does not stand on the very point of its village. */
const nearby = (seed: number, stream: number, number: number): number =>
  Math.round((chance(seed, stream, number) - 0.5) * 200) / 1e5;

function addSite(making: Making, unit: Unit, at: Place, sketch: SiteSketch): DemoSite {
  const number = making.sites.length + 1;
  const { counters, rooms, weekly, aliases = [], name, ...rest } = sketch;
  const site: DemoSite = {
    ...rest,
    id: demoId('site', number),
    unitId: unit.id,
    name: name['zh-CN'],
    nameEn: name.en,
    aliases,
    // The area code 0980 is not assigned to any place.
    telephone: `0980-555${String(number).padStart(4, '0')}`,
    lon: Math.round((at.lon + nearby(making.seed, 91, number)) * 1e5) / 1e5,
    lat: Math.round((at.lat + nearby(making.seed, 92, number)) * 1e5) / 1e5,
    openingHours: { weekly, exceptions: [] },
    counters: counters.map((functions, index) => ({
      id: demoId('counter', number * 100 + index),
      name:
        functions === 'general' ? `${index + 1}号综合窗口` : `${index + 1}号${counterNames[functions] ?? '专业'}窗口`,
      functions: [functions],
    })),
    rooms: rooms.map(([use, area]) => ({ name: use, use, area })),
    validFrom: since,
    validTo: null,
  };
  making.sites.push(site);
  return site;
}

const counterNames: Record<string, string> = {
  employment: '就业',
  'social-insurance': '社保',
  'medical-insurance': '医保',
  'civil-affairs': '民政',
  arbitration: '仲裁咨询',
};

/** Halls, counted as the local standard asks of a county by its people: 2,000 to 5,000 square metres (济南 standard). */
const hallArea = (people: number): number =>
  people <= 200_000 ? 2000 : people <= 500_000 ? 3000 : people <= 1_000_000 ? 4000 : 5000;
/** Classes of town centres by people: from 90,000 I, from 60,000 II, else III (济南 standard). */
const townClass = (people: number): 'I' | 'II' | 'III' => (people >= 90_000 ? 'I' : people >= 60_000 ? 'II' : 'III');

function cityOrCounty(
  making: Making,
  place: Place,
  isCity: boolean,
  above: Unit | undefined,
  second: boolean,
): { government: Unit; centre: Unit } {
  const government = addUnit(making, place, `${place.name}人民政府`, 'government', [], above);
  const made: Unit[] = [];
  for (const { name, kind, departments, under } of offices) {
    const full = place.name + (isCity ? name.replace('大队', '支队') : name);
    made.push(
      addUnit(
        making,
        place,
        full,
        kind,
        departments,
        under === undefined ? government : made[under],
        kind === 'service-centre' ? [`${place.name}政务中心`] : [],
      ),
    );
  }
  const counters = [
    ...Array<string>(isCity ? 6 : 4).fill('general'),
    'employment',
    'social-insurance',
    'medical-insurance',
    ...(isCity ? ['civil-affairs', 'arbitration'] : []),
  ];
  addSite(making, made[serviceCentre]!, place, {
    level: place.level,
    name: { 'zh-CN': `${place.name}政务服务大厅`, en: `${place.nameEn} Service Hall` },
    address: `${isCity ? '' : place.name}滨江大道${1 + (hash(making.seed, 93, making.sites.length) % 200)}号`,
    weekly: workdays(office, isCity ? morning : closed),
    counters,
    rooms: [
      ['办事大厅', hallArea(place.population)],
      ['档案室', 120],
      ['自助服务区', 60],
    ],
    class: 'I',
  });
  if (second) {
    addSite(making, made[insuranceOffice]!, place, {
      level: place.level,
      name: {
        'zh-CN': `${place.name}就业和社会保障服务大厅`,
        en: `${place.nameEn} Employment and Social Security Hall`,
      },
      address: `${place.name}建设路${1 + (hash(making.seed, 94, making.sites.length) % 200)}号`,
      weekly: workdays(office, closed),
      counters: ['general', 'employment', 'employment', 'social-insurance', 'social-insurance'],
      rooms: [
        ['办事大厅', 600],
        ['招聘厅', 300],
      ],
      class: 'I',
    });
  }
  return { government, centre: made[serviceCentre]! };
}

function townOffices(
  making: Making,
  town: Place,
  county: Place,
  above: { government: Unit; centre: Unit },
): { centre: Unit; site: DemoSite } {
  const government = addUnit(
    making,
    town,
    town.name + (town.kindName['zh-CN'] === '街道' ? '办事处' : '人民政府'),
    'government',
    [],
    above.government,
  );
  const centre = addUnit(making, town, `${town.name}便民服务中心`, 'service-centre', ['general'], government, [
    `${town.name}人力资源和社会保障服务中心`,
  ]);
  const grade = townClass(town.population);
  const site = addSite(making, centre, town, {
    level: 'town',
    name: { 'zh-CN': `${town.name}便民服务中心`, en: `${town.nameEn} Service Centre` },
    address: `${county.name}${town.name}正街${1 + (hash(making.seed, 95, making.sites.length) % 120)}号`,
    weekly: workdays(office, chance(making.seed, 96, making.sites.length) < 0.25 ? morning : closed),
    counters: Array<string>(grade === 'I' ? 5 : grade === 'II' ? 4 : 2).fill('general'),
    rooms: [
      ['办事大厅', grade === 'I' ? 320 : grade === 'II' ? 240 : 170],
      ['档案室', grade === 'I' ? 40 : grade === 'II' ? 30 : 20],
    ],
    class: grade,
  });
  return { centre, site };
}

/**
 * Every unit and site, and which site serves which village. A city hall; for each county a hall, and for each but the
 * core a second one; a centre in each town; a station in each village that does not share its neighbour's.
 * @param sharing for a village without a station, the village that takes it in, or null for the centre of its town.
 */
export function openOffices(
  seed: number,
  city: Place,
  counties: readonly (Place & { towns: readonly (Place & { villages: readonly Place[] })[] })[],
  sharing: ReadonlyMap<string, string | null>,
): Offices {
  const making: Making = { seed, units: [], sites: [] };
  const hall = cityOrCounty(making, city, true, undefined, false);
  const centres = counties.map((county, index) => cityOrCounty(making, county, false, hall.government, index > 0));
  const hosts = new Set(sharing.values());
  const siteOf = new Map<string, string>();
  const homeSite = new Map<string, string>();
  for (const [index, county] of counties.entries()) {
    for (const town of county.towns) {
      const { centre, site } = townOffices(making, town, county, centres[index]!);
      for (const village of town.villages) {
        if (sharing.has(village.id)) continue;
        const name = `${town.name}${village.name}便民服务站`;
        const station = addUnit(making, village, name, 'station', ['general'], centre, [`${village.name}便民服务站`]);
        const remote = village.population < 900 && chance(seed, 97, making.sites.length) < 0.35;
        const own = addSite(making, station, village, {
          level: 'village',
          name: { 'zh-CN': name, en: `${village.nameEn} Service Station, ${town.nameEn}` },
          aliases: [`${village.name}便民服务站`],
          address: `${county.name}${town.name}${village.name}${1 + (hash(seed, 98, making.sites.length) % 9)}组`,
          weekly: remote ? marketDays : workdays(country, closed),
          counters: ['general'],
          rooms: [['办事室', 50 + (hash(seed, 99, making.sites.length) % 40)]],
          // A village that serves its neighbours is a centre village, which the first class is meant for (乐山).
          class: hosts.has(village.id) ? 'I' : null,
        });
        siteOf.set(village.id, own.id);
      }
      for (const village of town.villages) homeSite.set(village.id, site.id);
    }
  }
  const villages = counties.flatMap((county) => county.towns.flatMap((town) => town.villages));
  const links = villages.map((village): SiteService => {
    const host = sharing.get(village.id) ?? village.id;
    const siteId = sharing.get(village.id) === null ? homeSite.get(village.id)! : siteOf.get(host)!;
    return { siteId, villageId: village.id, validFrom: since, validTo: null };
  });
  return { units: making.units, sites: making.sites, links };
}
