const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/** Four digits, inner zeros said once: 1005 is 壹仟零伍. */
function groupInWords(group: number): string {
  let words = '';
  let zero = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit === 0) zero = words !== '';
    else {
      words += (zero ? '零' : '') + digits[digit]! + places[place]!;
      zero = false;
    }
  }
  return words;
}

function yuanInWords(yuan: number): string {
  let words = '';
  let gap = false;
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    const group = Math.floor(yuan / 10_000 ** at) % 10_000;
    if (group === 0) {
      gap = words !== '';
      continue;
    }
    if (words !== '' && (gap || group < 1000)) words += '零';
    words += groupInWords(group) + groups[at]!;
    gap = false;
  }
  return words;
}

/**
 * An amount in fen in capital characters, as 支付结算办法 (Annex 1) writes it, so that no digit can be added by hand:
 * 22933 is 人民币贰佰贰拾玖元叁角叁分. Whole fen, from 0 to below 10^14.
 */
export function moneyInWords(fen: number): string {
  if (!Number.isInteger(fen) || fen < 0 || fen >= 1e14) throw new RangeError('not an amount in fen');
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const rest = fen % 10;
  if (fen === 0) return '人民币零元整';
  const head = yuan > 0 ? `${yuanInWords(yuan)}元` : '';
  if (jiao === 0 && rest === 0) return `人民币${head}整`;
  const zero = yuan > 0 && (jiao === 0 || yuan % 10 === 0) ? '零' : '';
  const tail = `${jiao > 0 ? `${digits[jiao]}角` : ''}${rest > 0 ? `${digits[rest]}分` : '整'}`;
  return `人民币${head}${zero}${tail}`;
}
