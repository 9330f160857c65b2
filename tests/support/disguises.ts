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

/** A text in every encoding, as bytes, as hexadecimal digits, and as base64 wherever in a longer text it stands. */
export function disguises(text: string): Disguise[] {
  const utf16 = Buffer.from(text, 'utf16le');
  const encodings: [string, Buffer][] = [
    ['UTF-8', Buffer.from(text, 'utf8')],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['GB18030', gb18030(text)],
  ];
  return encodings.flatMap(([encoding, plain]): Disguise[] => [
    { as: encoding, bytes: plain, plain },
    { as: `${encoding} hex`, bytes: Buffer.from(plain.toString('hex')), plain },
    { as: `${encoding} HEX`, bytes: Buffer.from(plain.toString('hex').toUpperCase()), plain },
    ...[0, 1, 2].map((shift) => ({ as: `${encoding} base64`, bytes: base64At(plain, shift), plain, shift })),
  ]);
}
