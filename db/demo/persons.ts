import { makeResidentId } from '#domain/identity/resident-id.ts';
import { epochDay, fromEpochDay } from '#domain/kernel/dates.ts';
import { hash, pick, unit } from './random.ts';

/** An invented resident. The number is of the fictional region 9901; nobody's real number can be met. */
export interface DemoPerson {
  name: string;
  idNumber: string;
  /** YYYY-MM-DD. */
  birthDate: string;
  sex: 'male' | 'female';
  /** Begins with 154, which was never given to an operator. Children and the very old have the family's; some have none. */
  mobile: string | null;
  villageId: string;
}

interface Home {
  id: string;
  code: string;
  population: number;
}

/** 0, then the sum of the first, of the first two, and so on. */
function runningSums(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push(sums.at(-1)! + weight);
  return sums;
}

/** Births in each five years from 1930 on, as relative weights: the shape of an ageing county. */
const births = [1, 2, 4, 7, 10, 11, 13, 17, 17, 14, 14, 17, 13, 11, 11, 12, 13, 12, 7];
const firstYear = 1930;
const most = Math.max(...births);

/**
 * Every day of every year, as often as the year's weight: a slot. Persons take the slots in a shuffled order, round
 * after round; day, turn within the day and round together make the sequence of the number, so no number comes twice.
 */
const years = births.flatMap((weight, five) =>
  Array.from({ length: 5 }, (_, more) => {
    const year = firstYear + 5 * five + more;
    return {
      weight,
      first: epochDay(`${year}-01-01`),
      days: epochDay(`${year + 1}-01-01`) - epochDay(`${year}-01-01`),
    };
  }),
);
const slotsBefore = runningSums(years.map(({ weight, days }) => weight * days));
const slots = slotsBefore.at(-1)!;
/** Sequences below this are left for samples made by hand. */
const firstSequence = 200;
const rounds = Math.floor((1000 - firstSequence) / 2 / most);
/** How many different persons there can be. */
export const mostPersons = slots * rounds;

const halfBits = Math.ceil(Math.log2(slots) / 2);
const halfMask = (1 << halfBits) - 1;

/** A permutation of the slots: four Feistel rounds, walked until the result is a slot. */
function shuffledSlot(seed: number, slot: number): number {
  let at = slot;
  do {
    let left = at >> halfBits;
    let right = at & halfMask;
    for (let round = 0; round < 4; round++) [left, right] = [right, left ^ (hash(seed, 201 + round, right) & halfMask)];
    at = (left << halfBits) | right;
  } while (at >= slots);
  return at;
}

/** The place of the last sum that is not above the value. */
function findBelow(sums: readonly number[], value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** The hundred most frequent surnames of the 2020 census with their shares in per mille, rounded. */
const surnames = (
  '王72 李71 张68 刘54 陈46 杨31 黄22 赵21 吴20 周20 徐14 孙13 马13 朱12 胡12 林12 郭12 何12 高11 罗11 郑9 梁9 谢8 宋7 唐7 许7 ' +
  '邓7 韩7 冯7 曹6 彭6 曾6 萧6 田6 董6 潘6 袁5 蔡5 蒋5 余5 于5 杜5 叶5 程5 魏5 苏5 吕5 丁4 任4 卢4 姚4 沈4 钟4 姜4 崔4 谭4 陆4 ' +
  '范4 汪4 廖4 石4 金4 韦3 贾3 夏3 付3 方3 邹3 熊3 白3 孟3 秦3 邱3 侯3 江3 尹3 薛3 阎3 段3 雷3 龙3 黎3 史3 陶3 贺3 毛3 郝3 顾3 龚3 ' +
  '邵3 万3 覃3 武3 钱3 戴3 严3 莫3 孔3 向3 欧阳1 上官1 司马1 诸葛1'
)
  .split(' ')
  .map((part) => ({ name: part.replace(/\d+$/, ''), share: Number(/\d+$/.exec(part)![0]) }));
const surnameSums = runningSums(surnames.map(({ share }) => share));

/** First and second characters of given names, by the time of birth. */
const givenNames: { until: number; male: [string, string]; female: [string, string] }[] = [
  {
    until: 1959,
    male: ['国建德明永世志文光忠正荣昌兴', '华明清富贵全林生才祥安成云发'],
    female: ['秀玉桂淑素兰春凤月金美国', '英珍兰芳华莲梅香琼容群碧云'],
  },
  {
    until: 1979,
    male: ['建国志永小文德明卫红学光', '军平华强明伟林东勇刚辉斌兵'],
    female: ['丽小晓春秀红玉艳建学', '芳丽萍霞燕琼敏红梅蓉英娟'],
  },
  {
    until: 1999,
    male: ['晓志俊文建小海明国', '杰鹏超磊涛勇波洋飞浩龙伟'],
    female: ['丽婷雪晓小思春海', '婷静娟霞敏玲雪倩琳颖燕'],
  },
  {
    until: 9999,
    male: ['子浩宇俊文嘉梓天', '轩宇涵豪杰然辰睿泽博'],
    female: ['子雨欣梓佳诗思若', '涵怡萱妍彤琪欣瑶悦'],
  },
];

function givenName(seed: number, index: number, year: number, sex: DemoPerson['sex']): string {
  const [first, second] = givenNames.find(({ until }) => year <= until)![sex];
  const last = pick([...second], seed, 212, index);
  // One in seven has a given name of one character.
  return unit(seed, 213, index) < 1 / 7 ? last : pick([...first], seed, 214, index) + last;
}

const surnameOf = (seed: number, stream: number, number: number): string =>
  surnames[findBelow(surnameSums, unit(seed, stream, number) * surnameSums.at(-1)!)]!.name;

const household = 4;
/** Odd and not a multiple of five, so that it permutes the numbers below 100,000,000. */
const stride = 61_803_399;
const mobileOf = (seed: number, number: number): string =>
  `154${String((number * stride + (hash(seed, 221, 0) % 100_000_000)) % 100_000_000).padStart(8, '0')}`;

const isDependent = (birthYear: number): boolean => birthYear > 2012 || birthYear < 1952;

/**
 * Residents of the given villages, as many in each as its population bids. Person number `index` is a pure function of
 * the seed, the villages and that number, in constant time: workers may each make a part of a million.
 * Four in a row are a household: one village, one surname but for the second, one telephone for the young and the old.
 * @param index 0 up to `mostPersons`; throws a RangeError beyond.
 */
export function demoPersonAt(seed: number, villages: readonly Home[]): (index: number) => DemoPerson {
  const homes = villages.filter((village) => village.population > 0);
  const sums = runningSums(homes.map(({ population }) => population));
  const homeOf = (family: number): Home => homes[findBelow(sums, unit(seed, 231, family) * sums.at(-1)!)]!;
  if (homes.length === 0) throw new RangeError('Nobody lives in these villages');

  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= mostPersons)
      throw new RangeError(`No person has the number ${index}`);
    const slot = shuffledSlot(seed, index % slots);
    const at = findBelow(slotsBefore, slot);
    const { first, days } = years[at]!;
    const within = slot - slotsBefore[at]!;
    const turn = Math.floor(index / slots) * most + Math.floor(within / days);
    const sequence = firstSequence + 2 * turn + (hash(seed, 241, index) & 1);
    const birthDate = fromEpochDay(first + (within % days));
    const sex = sequence % 2 === 1 ? 'male' : 'female';

    const family = Math.floor(index / household);
    const member = index % household;
    const home = homeOf(family);
    const surname = member === 1 ? surnameOf(seed, 251, index) : surnameOf(seed, 252, family);
    const year = Number(birthDate.slice(0, 4));
    const none = unit(seed, 261, index) < 0.04;
    return {
      name: surname + givenName(seed, index, year, sex),
      idNumber: makeResidentId(home.code.slice(0, 6), birthDate, sequence),
      birthDate,
      sex,
      mobile: none ? null : mobileOf(seed, isDependent(year) ? family * household : index),
      villageId: home.id,
    };
  };
}

export const demoPersons = (count: number, seed: number, villages: readonly Home[]): DemoPerson[] => {
  const personAt = demoPersonAt(seed, villages);
  return Array.from({ length: count }, (_, index) => personAt(index));
};
