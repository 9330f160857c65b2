import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskBankCard, maskDocument, maskName, maskPhone } from './mask.ts';
import { makeResidentId } from './resident-id.ts';

const hanName = fc
  .array(fc.constantFrom(...'张王欧阳司马建国明·丽𠮷𠀀阿卜杜拉'), { minLength: 1, maxLength: 9 })
  .map((characters) => characters.join(''));

describe('masking', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳明明', '欧阳**'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['𠮷田', '𠮷*'],
    ['𠮷', '*'],
    ['阿卜杜拉·买买提', '阿***·***'],
    ['Maria Garcia', 'M****'],
    ['张', '*'],
    ['', ''],
  ])('name %s → %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('shows of a Han name its surname at most: two characters, and never the whole', () => {
    fc.assert(
      fc.property(hanName, (name) => {
        const shown = [...maskName(name)].filter((character) => character !== '*' && character !== '·');
        expect(shown.length).toBeLessThanOrEqual(2);
        const letters = [...name].filter((character) => character !== '·');
        if (letters.length > 0) expect(shown.length).toBeLessThan(letters.length);
      }),
    );
  });

  it.each([
    ['990101196001010015', '990101********0015'],
    ['99010219701231113x', '990102********113X'],
    ['990101600101001', '990101*****1001'],
    ['E12345678', 'E*****678'],
    ['H12345678', 'H*****678'],
    ['1234567', '*******'],
    ['', ''],
  ])('document %s → %s', (number, masked) => {
    expect(maskDocument(number)).toBe(masked);
  });

  it('hides birth date and order of every citizen number but its last digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2020 }), fc.nat(999), (year, sequence) => {
        const number = makeResidentId('990101', `${year}-10-23`, sequence);
        const masked = maskDocument(number);
        expect(masked).toBe(`990101********${number.slice(-4)}`);
      }),
    );
  });

  it.each([
    ['13800000000', '138****0000'],
    ['02888888888', '028-******88'],
    ['09902345678-801', '0990-*****78'],
    ['2345678', '*******'],
    ['', ''],
  ])('telephone %s → %s', (number, masked) => {
    expect(maskPhone(number)).toBe(masked);
  });

  it.each([
    ['6217000000000000004', '6217 **** **** 0004'],
    ['6217 0000 0000 0004', '6217 **** **** 0004'],
    ['62170000', '********'],
  ])('bank card %s → %s', (number, masked) => {
    expect(maskBankCard(number)).toBe(masked);
  });

  it.each([
    ['虚构省示例市东山县石桥镇大庄村3组12号', '虚构省示例市东山县石桥镇****'],
    ['东山县石桥镇3组', '东山县石桥镇****'],
    ['石桥乡五组', '石桥乡****'],
    ['东山县石桥镇', '东山县石桥镇****'],
    ['河南省三门峡市湖滨区崖底街道5号', '河南省三门峡市湖滨区崖底街道****'],
    ['新乡市牧野区王村镇', '新乡市牧野区王村镇****'],
    ['江苏省镇江市丹徒区', '江苏省镇江市丹徒区****'],
    ['内蒙古自治区锡林郭勒盟正蓝旗上都苏木', '内蒙古自治区锡林郭勒盟正蓝旗上都苏木****'],
    ['黄浦区南京东路街道贵州路1号', '黄浦区南京东路街道****'],
    ['北京市朝阳区东区花园', '北京市朝阳区****'],
    ['东山县水乡路8号', '东山县****'],
    ['阳光小区3栋', '****'],
    ['人民路8号', '****'],
    ['', '****'],
  ])('address %s → %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('never shows a digit, a village, a road or an estate of an address', () => {
    const part = fc.constantFrom(
      ...'虚构省 示例市 东山县 西区 石桥镇 水乡 东街道 大庄村 人民路 和平巷 阳光小区 3组 五组 12号 2栋 幸福花园 中心大道 解放街'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
        const address = parts.join('');
        const masked = maskAddress(address);
        expect(masked.endsWith('****')).toBe(true);
        expect(address.startsWith(masked.slice(0, -4))).toBe(true);
        expect(masked).not.toMatch(/\d|[五组号栋]|村|路|巷|小区|花园|大道|街(?!道)/);
      }),
      { numRuns: 2000 },
    );
  });
});
