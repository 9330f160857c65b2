import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** A text as it may lie somewhere: in an encoding, and that perhaps written as digits or letters. */
export interface Disguise {
  as: string;
  bytes: Buffer;
  /** The text in its encoding. */
  plain: Buffer;
  /** Of base64: how many bytes after a multiple of three it begins. */
  shift?: number;
}

/** GB 18030 is the encoding that every system in China must know (GB 18030-2022); Node can only read it. */
const gb18030 = (() => {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return (text: string): Buffer => Buffer.from([...text].flatMap((sign) => bytesOf.get(sign) ?? [sign.charCodeAt(0)]));
})();

/** The base64 of bytes that begin so many after a multiple of three, without the signs that depend on the neighbours. */
const base64At = (bytes: Buffer, shift: number): Buffer => {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return Buffer.from(whole.slice(first, last));
};

/** Percent signs and digits for every byte that is no plain letter or digit, as in an address or a posted form. */
const percent = (bytes: Buffer, digits: (text: string) => string): Buffer =>
  Buffer.from(
    [...bytes]
      .map((byte) =>
        /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte))
          ? String.fromCharCode(byte)
          : `%${digits(byte.toString(16).padStart(2, '0'))}`,
      )
      .join(''),
  );

/** As JSON and JavaScript write what is not ASCII. */
const escaped = (text: string): Buffer =>
  Buffer.from(
    [...text]
      .map((sign) => (sign < '\u0080' ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`))
      .join(''),
  );

/**
 * A text in every encoding: as bytes, as hexadecimal digits, in an address, in JSON, and as base64 wherever in a longer text
 * it stands.
 */
export function disguises(text: string): Disguise[] {
  const utf16 = Buffer.from(text, 'utf16le');
  const encodings: [string, Buffer][] = [
    ['UTF-8', Buffer.from(text, 'utf8')],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['GB18030', gb18030(text)],
  ];
  const all = encodings.flatMap(([encoding, plain]): Disguise[] => [
    { as: encoding, bytes: plain, plain },
    { as: `${encoding} hex`, bytes: Buffer.from(plain.toString('hex')), plain },
    { as: `${encoding} HEX`, bytes: Buffer.from(plain.toString('hex').toUpperCase()), plain },
    { as: `${encoding} %hex`, bytes: percent(plain, (digits) => digits), plain },
    { as: `${encoding} %HEX`, bytes: percent(plain, (digits) => digits.toUpperCase()), plain },
    ...[0, 1, 2].map((shift) => ({ as: `${encoding} base64`, bytes: base64At(plain, shift), plain, shift })),
    ...[0, 1, 2].map((shift) => ({
      as: `${encoding} base64url`,
      bytes: Buffer.from(base64At(plain, shift).toString('latin1').replaceAll('+', '-').replaceAll('/', '_')),
      plain,
      shift,
    })),
  ]);
  const json = { as: 'JSON', bytes: escaped(text), plain: escaped(text) };
  const known = new Map<string, Disguise>();
  for (const one of [...all, json]) {
    const print = one.bytes.toString('latin1');
    // Of those that are alike the plainest gives its name.
    if (!known.has(print)) known.set(print, one);
  }
  return [...known.values()];
}

/** How packed bytes begin, what unpacks them, and where after their head they lie. */
const heads: [head: Buffer, unpack: (packed: Buffer, options: object) => Buffer, from: (at: Buffer) => number][] = [
  // zlib as in a PDF, at each of its levels.
  ...[0x01, 0x5e, 0x9c, 0xda].map((level): (typeof heads)[number] => [
    Buffer.from([0x78, level]),
    inflateSync,
    () => 0,
  ]),
  // gzip; a file's name may stand in its head.
  [Buffer.from([0x1f, 0x8b, 0x08]), inflateRawSync, (at) => ((at[3] ?? 0) & 8 ? at.indexOf(0, 10) + 1 : 10)],
  // An entry of a zip, as in a workbook.
  [Buffer.from('PK\u0003\u0004', 'latin1'), inflateRawSync, (at) => 30 + at.readUInt16LE(26) + at.readUInt16LE(28)],
];
const most = 4 * 1024 * 1024;

/** Whatever lies packed in some bytes, unpacked as far as it goes. */
export function unpacked(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (const [head, unpack, from] of heads) {
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
      const rest = bytes.subarray(at, at + most);
      try {
        found.push(
          unpack(rest.subarray(from(rest)), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4 * most }),
        );
      } catch {
        // A few bytes that only look like a beginning.
      }
    }
  }
  return found;
}
