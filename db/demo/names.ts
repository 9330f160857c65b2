import { pick, shuffled } from './random.ts';

/**
 * Names of places that do not exist: no province, prefecture, county, town or village of China contains the name of
 * the city, of a county or of a town (a test compares them with every name in use). Village names are of the kind
 * found everywhere.
 */
export interface PlaceName {
  zh: string;
  /** Pinyin without tones, one word, with the apostrophe where it is needed. */
  pinyin: string;
}

const syllables: Record<string, string> = Object.fromEntries(
  (
    '翠cui浦pu榕rong关guan鹰ying滩tan远yuan溪xi永yong谷gu栗li泉quan枣zao塘tang瑞rui垭ya稻dao铜tong静jing寨zhai柿shi' +
    '屏ping雾wu川chuan菊ju渡du荷he禾he霜shuang峰feng晴qing杉shan藤teng洲zhou岗gang棠tang鹤he桐tong驿yi磐pan清qing银yin' +
    '鹿lu虹hong梅mei茶cha荻di岭ling雁yan澄cheng堡bao桂gui和he湾wan桑sang赤chi星xing康kang樟zhang坪ping坝ba雪xue梨li' +
    '桥qiao麦mai丹dan墨mo砚yan鹭lu霞xia云yun岩yan兰lan枫feng宁ning柏bai莲lian月yue岚lan汀ting松song李li王wang张zhang' +
    '刘liu陈chen杨yang赵zhao黄huang周zhou吴wu徐xu孙sun胡hu朱zhu高gao林lin何he郭guo马ma罗luo梁liang宋song郑zheng谢xie' +
    '韩han唐tang冯feng董dong程cheng曹cao袁yuan邓deng许xu傅fu沈shen曾zeng彭peng吕lü苏su卢lu蒋jiang蔡cai魏wei薛xue叶ye' +
    '余yu潘pan杜du戴dai夏xia钟zhong汪wang田tian任ren姜jiang范fan方fang姚yao谭tan廖liao邹zou熊xiong陆lu孔kong白bai崔cui' +
    '毛mao邱qiu秦qin江jiang史shi顾gu侯hou邵shao孟meng龙long万wan段duan雷lei钱qian汤tang尹yin易yi常chang乔qiao贺he赖lai' +
    '家jia沟gou冲chong坳ao坡po院yuan沱tuo嘴zui井jing口kou石shi板ban双shuang河he桷jue大da青qing杠gang果guo洞dong观guan' +
    '音yin桃tao花hua树shu子zi水shui碾nian红hong土tu地di凉liang响xiang笋sun鞍an牛niu角jiao狮shi金jin鸡ji柳liu皂zao五wu' +
    '里li三san回hui落luo阳yang新xin瓦wa窑yao油you房fang园yuan竹zhu楠nan枇pi杷pa芭ba蕉jiao团tuan结jie民min平ping光guang明ming' +
    '前qian进jin幸xing福fu建jian设she丰feng兴xing隆long春chun东dong风feng胜sheng利li主zhu正zheng街jie老lao西xi南nan北bei' +
    '滨bin沿yan头tou文wen庙miao门men上shang下xia城cheng玉yu望wang临lin学xue府fu公gong园yuan广guang场chang书shu路lu' +
    '友you谊yi先xian锋feng和he吉ji祥xiang天tian星xing宫gong寺si合he群qun力li共gong同tong凤feng凰huang仙xian坎kan磨mo'
  )
    .split(/(?=\p{Script=Han})/u)
    .map((part) => [part[0]!, part.slice(1)]),
);

export function placeName(zh: string): PlaceName {
  const parts = [...zh].map((char) => syllables[char] ?? '');
  const joined = parts.map((part, index) => (index > 0 && /^[aeo]/.test(part) ? `'${part}` : part)).join('');
  return { zh, pinyin: joined.charAt(0).toUpperCase() + joined.slice(1) };
}

const words = (text: string): string[] => text.split(' ');

export const cityName = placeName('榕川');

export const countyNames = words('云汀 岚屏 松屏 鹤渡 杉川 茶屏 雁坪 鹿汀 铜坪 翠坪 远川 砚塘 静川').map(placeName);

export const townNames = words(
  '翠浦 榕关 鹰滩 远溪 永谷 栗泉 鹰浦 枣塘 瑞垭 稻滩 铜谷 静寨 柿屏 稻溪 雾川 菊浦 瑞渡 荷关 禾泉 雾滩 霜峰 晴渡 杉泉 藤谷 ' +
    '静洲 晴岗 棠关 翠垭 鹤川 桐驿 瑞屏 菊滩 磐塘 雾洲 清垭 银关 鹿屏 虹塘 梅驿 菊驿 茶峰 荻岭 雁渡 澄堡 永渡 桂渡 翠堡 和驿 ' +
    '霜湾 桑浦 赤渡 星屏 枣屏 菊寨 藤关 静堡 澄峰 榕屏 铜浦 康屏 稻峰 樟关 晴峰 磐坪 柿坝 铜洲 雪寨 菊岭 棠泉 雁坝 禾堡 梨驿 ' +
    '枣泉 清屏 稻岗 荻桥 静坪 雾坝 枣关 藤浦 棠塘 铜寨 麦堡 丹谷 樟屏 墨堡 砚岭 鹭岗 清关 梅谷 霞渡 星谷 康洲 瑞塘 磐洲 静湾 ' +
    '瑞洲 杉渡 稻岭 静浦 藤泉 和垭 荻泉 瑞坝 云驿 鹰岗 霜坝 枣驿 杉屏 雾垭 鹭寨 菊溪 荻关 鹰关 枣谷 鹭滩 棠滩 稻桥 荻渡 澄岗 ' +
    '远塘 岩驿 兰川 枫渡 虹屏 星滩 铜垭 雾堡 杉驿 雪坝 禾屏 樟峰 杉滩 丹滩 赤泉 宁渡 星渡 星垭 鹭驿 桂浦 雪川 赤驿 墨驿 霞滩 ' +
    '鹰堡 柏浦 杉浦 远泉 雪关 澄谷 荻寨 柿峰 磐湾 云垭 和谷 棠川 樟川 远浦 麦关 荷坝 鹭坝 墨塘 翠桥 藤滩 栗谷 澄关 禾湾 霜关 ' +
    '枫寨 磐渡 茶关 雪洲 雁浦 栗洲 磐溪 丹桥 霜堡 鹭谷 麦驿 柿岗 禾浦 鹰溪 远岭 茶桥 晴桥 莲渡 远岗 霞垭 榕驿 虹堡 永垭 砚堡 ' +
    '虹岗 虹滩 丹湾 柏滩 岩岗 赤浦 桂谷 岩谷 晴坝 茶泉 澄坝 藤洲 霜渡 墨坪 宁泉 棠堡 枫浦 月滩 樟谷 砚桥 霞屏 兰垭 月岗 梨峰 ' +
    '柿川 岚塘 雪驿 永屏 桐峰 岚岗 桑峰 茶谷 鹤寨 鹿堡 荷滩 岚堡 麦泉 永湾',
).map(placeName);

const surnames = [
  ...('李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡魏薛叶余潘杜戴夏钟汪田任姜范方姚谭' +
    '廖邹熊陆孔白崔毛邱秦江史顾侯邵孟龙万段雷钱汤尹易常乔贺赖'),
];
const landforms = [...'湾坝沟坪垭岭冲塘桥岩坳坡院梁沱嘴'];
const features = words(
  '石板 双河 黄桷 大岩 青杠 白果 龙洞 观音 桃花 柏树 梨子 水碾 红岩 土地 高石 双龙 凉水 响水 石笋 马鞍 牛角 狮子 金鸡 麦子 ' +
    '柳树 皂角 五里 三江 回龙 落阳 大田 新田 瓦窑 油房 茶园 竹林 松林 楠木 杉树 枇杷 芭蕉 天星 凤凰 仙人 石磨',
).filter((feature) => [...feature].every((char) => char in syllables));
const featureLandforms = [...'沟垭坝坪湾岭桥坡嘴塘口井'];
const hopes = words(
  '团结 新民 和平 光明 前进 幸福 红星 建设 永丰 兴隆 长春 东风 胜利 民主 双丰 友谊 先锋 吉祥 合群 新建 新兴 同心',
).filter((hope) => [...hope].every((char) => char in syllables));
const quarters = words(
  '正街 老街 新街 东街 西街 南街 北街 滨江 沿河 桥头 文庙 东门 西门 南门 北门 上河街 下河街 新城 金桂 玉兰 桂花 望江 临江 学府 ' +
    '公园 广场 书院 友谊路 建设路 文明 红星路 春风 翠屏路 金河 银河 兴隆街 团结路 江南 江北 城东 城西 城南 城北 水井街 凤凰路',
);

/** Names for the villages of one county, none twice: four in ten after a family, four after the land, the rest hopes. */
export function villageNames(seed: number, county: number): () => PlaceName {
  const families = shuffled(
    surnames.flatMap((surname) => landforms.slice(0, 12).map((landform) => `${surname}家${landform}`)),
    seed,
    1000 + county,
  );
  const lands = shuffled(
    features
      .flatMap((feature) => featureLandforms.map((landform) => feature + landform))
      .filter((name) => name[1] !== name[2]),
    seed,
    2000 + county,
  );
  const wishes = shuffled(hopes, seed, 3000 + county);
  let count = 0;
  return () => {
    count++;
    const list = pick([families, families, lands, lands, lands, families, wishes], seed, 4000 + county, count);
    const name = list.pop() ?? families.pop() ?? lands.pop();
    if (name === undefined) throw new RangeError('no village names left');
    return placeName(name);
  };
}

/** Names for the communities of one county's towns, none twice. */
export function communityNames(seed: number, county: number): () => PlaceName {
  const left = shuffled(quarters, seed, 5000 + county);
  const numbered = surnames.map((surname) => `${surname}家街`);
  return () => {
    const name = left.pop() ?? numbered.pop();
    if (name === undefined) throw new RangeError('no community names left');
    return placeName(name);
  };
}
