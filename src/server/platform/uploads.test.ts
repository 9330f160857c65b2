import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { checkUpload, cleanName, uploadLimits } from './uploads.ts';

const upload = (bytes: Uint8Array, name = 'paper', type = 'application/octet-stream') =>
  checkUpload({ name, type, bytes });
const problemOf = async (bytes: Uint8Array, name?: string, type?: string) => {
  try {
    await upload(bytes, name, type);
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
  return undefined;
};
const codeOf = async (bytes: Uint8Array, name?: string, type?: string) => (await problemOf(bytes, name, type))?.problem;

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 }, background: '#fff' },
  });

let photo: Buffer;
beforeAll(async () => {
  // 60 × 30, the left half black, taken with the phone held sideways, at a place.
  const left = {
    input: { create: { width: 30, height: 30, channels: 3 as const, background: '#000' } },
    left: 0,
    top: 0,
  };
  photo = await sharp({ create: { width: 60, height: 30, channels: 3, background: '#fff' } })
    .composite([left])
    .withExif({
      IFD0: { Make: 'SomePhone', Copyright: '欧阳秀兰' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '30/1 15/1 3042/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '120/1 9/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
});

describe('pictures', () => {
  it('lose place, phone and author, and stand upright', async () => {
    const before = await sharp(photo).metadata();
    expect(before.orientation).toBe(6);
    expect(photo.includes('SomePhone')).toBe(true);
    const { bytes, mediaType } = await upload(photo);
    expect(mediaType).toBe('image/jpeg');
    const after = await sharp(bytes).metadata();
    expect([after.width, after.height]).toEqual([30, 60]);
    expect([after.exif, after.icc, after.xmp, after.iptc, after.orientation]).toEqual(Array(5).fill(undefined));
    for (const trace of ['Exif', 'SomePhone', 'GPS', '欧阳']) expect(bytes.includes(trace)).toBe(false);
    // Turned a quarter to the right, what was left is on top.
    const { data } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect(data[15]!).toBeLessThan(40);
    expect(data[55 * 30 + 15]!).toBeGreaterThan(215);
  });

  it('are made no larger than print needs, and no smaller ones larger', async () => {
    const { bytes } = await upload(await noise(4000, 3000).jpeg().toBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: uploadLimits.longEdge, height: 1860 });
    const small = await upload(await noise(200, 100).jpeg().toBuffer());
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 200, height: 100 });
  });

  it('stay PNG when that is what suits them, on white where they were clear', async () => {
    const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const { bytes, mediaType, name } = await upload(clear, '截图.png');
    expect([mediaType, name]).toEqual(['image/png', '截图.png']);
    expect((await sharp(bytes).raw().toBuffer()).every((value) => value === 255)).toBe(true);
    const photograph = await upload(await noise(1500, 1500).png().toBuffer(), '照片.png');
    expect([photograph.mediaType, photograph.name]).toEqual(['image/jpeg', '照片.jpg']);
  });

  it('carry nothing behind their end or beside their picture', async () => {
    const zip = Buffer.from('PK\u0003\u0004 a whole archive <script>alert(1)</script>');
    const { bytes } = await upload(Buffer.concat([photo, zip]));
    expect(bytes.includes('script')).toBe(false);
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    const text = chunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>'));
    const withText = Buffer.concat([png.subarray(0, 33), text, png.subarray(33)]);
    expect((await upload(withText)).bytes.includes('script')).toBe(false);
  });

  it('are refused when cut off or broken', async () => {
    const whole = await noise(400, 400).jpeg().toBuffer();
    expect(await codeOf(whole.subarray(0, whole.length / 2))).toBe('paper.damaged');
    expect(await codeOf(whole.subarray(0, 30))).toBe('paper.damaged');
    const png = await noise(100, 100).png().toBuffer();
    expect(await codeOf(png.subarray(0, png.length - 200))).toBe('paper.damaged');
    const broken = Buffer.from(png);
    broken.fill(7, 60, 400);
    expect(await codeOf(broken)).toBe('paper.damaged');
  });

  it('are refused before they are drawn when they would fill the memory', async () => {
    const header = Buffer.from([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0]);
    const bomb = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
    expect(await problemOf(bomb, '身份证.png')).toEqual({
      problem: 'paper.too-many-pixels',
      params: { name: '身份证.png', megapixels: 4295, limit: 64 },
    });
  });
});

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

describe('files that are not what they say', () => {
  it.each([
    ['<!DOCTYPE html><script>alert(1)</script>', 'HTML'],
    ['\uFEFF  <!-- hello --><html>', 'HTML'],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'SVG'],
    ['<?xml version="1.0"?><a/>', 'XML'],
    ['GIF89a\u0001\u0000\u0001\u0000', 'GIF'],
    ['PK\u0003\u0004\u0014\u0000\u0000\u0000\u0000\u0000', 'ZIP'],
  ])('%j is told to be %s', async (content, found) => {
    expect(await problemOf(Buffer.from(content, 'utf8'), '身份证.jpg', 'image/jpeg')).toEqual({
      problem: 'paper.kind',
      params: { name: '身份证.jpg', found },
    });
  });

  it('an executable is named as one', async () => {
    const exe = Buffer.alloc(512);
    exe.write('MZ');
    expect(await problemOf(exe, 'a.pdf', 'application/pdf')).toMatchObject({ params: { found: 'EXE' } });
  });

  it('a HEIC photo says what to change on the phone', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
    expect(await codeOf(heic, 'IMG_0001.jpg')).toBe('paper.heic');
  });

  it('plain text and noise are neither', async () => {
    expect(await codeOf(Buffer.from('我的身份证'), 'a.jpg', 'image/jpeg')).toBe('paper.kind-unknown');
    expect(await codeOf(Buffer.from([1, 2, 3, 4, 5]))).toBe('paper.kind-unknown');
  });

  it('a picture under another allowed name is taken as what it is', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    expect(await upload(png, '户口簿.jpg', 'image/jpeg')).toMatchObject({ mediaType: 'image/png', name: '户口簿.png' });
    expect(await upload(png, '户口簿.pdf', 'application/pdf')).toMatchObject({ mediaType: 'image/png' });
  });

  it('empty and oversized files are told so, with their size', async () => {
    expect(await codeOf(new Uint8Array())).toBe('paper.empty');
    expect(await problemOf(Buffer.alloc(100 * 1024 * 1024), '大.pdf')).toEqual({
      problem: 'paper.too-large',
      params: { name: '大.pdf', size: 100, limit: 20 },
    });
    expect(await problemOf(Buffer.alloc(uploadLimits.bytes + 1))).toMatchObject({ params: { size: 21 } });
  });
});

/** A whole PDF of these objects; a stream is [dictionary, data]. */
function pdf(objects: (string | [string, Uint8Array])[], trailer = '/Root 1 0 R'): Buffer {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets: number[] = [];
  let at = parts[0]!.length;
  const add = (content: Uint8Array): void => {
    parts.push(content);
    at += content.length;
  };
  objects.forEach((object, index) => {
    offsets.push(at);
    const [dictionary, data] = typeof object === 'string' ? [object, undefined] : object;
    add(Buffer.from(`${index + 1} 0 obj\n${dictionary}\n`, 'latin1'));
    if (data) add(Buffer.concat([Buffer.from('stream\n'), data, Buffer.from('\nendstream\n')]));
    add(Buffer.from('endobj\n'));
  });
  const xref = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${xref}trailer\n<</Size ${size} ${trailer}>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>';
const plain = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', page];
const objectStream = (
  content: string,
  dictionary = '/Type/ObjStm/N 1/First 5/Filter/FlateDecode',
): [string, Buffer] => {
  const data = deflateSync(Buffer.from(`9 0 \n${content}`));
  return [`<<${dictionary}/Length ${data.length}>>`, data];
};

describe('PDFs', () => {
  it('are kept as they are, signatures and all', async () => {
    const form = '<</AcroForm<</Fields[]/SigFlags 3>>>>';
    const content = deflateSync(Buffer.from('1 0 0 1 72 720 cm BT (a launch in JavaScript) Tj ET'));
    const image: [string, Buffer] = [`<</Type/XObject/Subtype/Image/Filter/DCTDecode/Length ${photo.length}>>`, photo];
    const whole = pdf([...plain, form, [`<</Filter/FlateDecode/Length ${content.length}>>`, content], image]);
    const { bytes, mediaType, name } = await upload(whole, '参保证明', 'text/html');
    expect([mediaType, name]).toEqual(['application/pdf', '参保证明.pdf']);
    expect(bytes.equals(whole.subarray(0, whole.length - 1))).toBe(true);
    expect(await codeOf(pdf([...plain, objectStream('<</Type/Font>>')]))).toBeUndefined();
  });

  it.each([
    ['a program', '<</S/JavaScript/JS(app.alert\\(1\\))>>', 'paper.pdf-script'],
    ['a program, spelled out', '<</S/J#61vaScr#69pt/JS(1)>>', 'paper.pdf-script'],
    ['a program outside', '<</S/Launch/F(cmd.exe)>>', 'paper.pdf-script'],
    ['a dynamic form', '<</AcroForm<</XFA 9 0 R>>>>', 'paper.pdf-script'],
    ['a form that sends itself', '<</S /SubmitForm /F(http://example.com)>>', 'paper.pdf-script'],
    ['a file inside', '<</Type/EmbeddedFile>>', 'paper.pdf-attachment'],
    ['a file inside, by name', '<</Names<</EmbeddedFiles 9 0 R>>>>', 'paper.pdf-attachment'],
  ])('with %s are refused, in the open or compressed', async (_, object, code) => {
    expect(await codeOf(pdf([...plain, object]))).toBe(code);
    expect(await codeOf(pdf([...plain, objectStream(object)]))).toBe(code);
    // A dictionary that hides behind a string.
    const hidden = '/Type/ObjStm/N 1/First 5/Filter/FlateDecode/X(8 0 obj)';
    expect(await codeOf(pdf([...plain, objectStream(object, hidden)]))).toBe(code);
  });

  it('that nobody can look into are refused', async () => {
    expect(await codeOf(pdf(plain, '/Root 1 0 R/Encrypt 9 0 R'))).toBe('paper.pdf-locked');
    const odd: [string, Buffer] = [
      '<</Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]>>',
      Buffer.from('00>'),
    ];
    expect(await codeOf(pdf([...plain, odd]))).toBe('paper.pdf-unclear');
    expect(await codeOf(pdf([...plain, ['<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>', Buffer.from('xx')]]))).toBe(
      'paper.pdf-unclear',
    );
    const bomb = deflateSync(Buffer.alloc(70 * 1024 * 1024, 32));
    expect(await codeOf(pdf([...plain, ['<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>', bomb]]))).toBe(
      'paper.pdf-unclear',
    );
  });

  it('that are none, or only half, are damaged', async () => {
    const whole = pdf(plain);
    expect(await codeOf(Buffer.from('%PDF-1.4\n<html><script>alert(1)</script></html>'))).toBe('paper.damaged');
    expect(await codeOf(whole.subarray(0, whole.length - 30))).toBe('paper.damaged');
    expect(await codeOf(pdf(['<</Type/Catalog>>']))).toBe('paper.damaged');
    const both = Buffer.from(
      whole.toString('latin1').replace('%PDF-1.7\n', '%PDF-1.7\n%<html><script>x</script>\n'),
      'latin1',
    );
    expect(await codeOf(both)).toBe('paper.damaged');
  });

  it('lose what hides behind their end', async () => {
    const { bytes } = await upload(Buffer.concat([pdf(plain), Buffer.from('PK\u0003\u0004<script>alert(1)</script>')]));
    expect(bytes.includes('script')).toBe(false);
    expect(bytes.subarray(-5).toString()).toBe('%%EOF');
  });

  it('that are made to keep the server busy do not', async () => {
    const whole = pdf(plain).toString('latin1');
    const at = whole.indexOf('1 0 obj');
    const filled = (text: string): Buffer => Buffer.from(whole.slice(0, at) + text + whole.slice(at), 'latin1');
    // Anything that grows with the square of these would not be answered before the test's own limit.
    for (const text of ['stream\n'.repeat(500_000), '/#41'.repeat(1_000_000)]) {
      await codeOf(filled(text));
    }
  });

  it('of more pages than anybody reads are told to be split, wherever the pages lie', async () => {
    const many = Array.from({ length: uploadLimits.pages }, () => page);
    expect(await problemOf(pdf([...plain, ...many]), '档案.pdf')).toEqual({
      problem: 'paper.too-many-pages',
      params: { name: '档案.pdf', pages: 201, limit: 200 },
    });
    expect(await codeOf(pdf([...plain, objectStream(many.join('\n'))]))).toBe('paper.too-many-pages');
  });
});

describe('names', () => {
  it.each([
    ['C:\\fakepath\\身份证 正面.JPG', '身份证 正面.jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['a\u202Egpj.exe', 'agpj.jpg'],
    ['line\r\nbreak"quote<b>.jpeg', 'linebreak_quote_b_.jpg'],
    ['...', '材料.jpg'],
    ['', '材料.jpg'],
    ['长'.repeat(300), `${'长'.repeat(80)}.jpg`],
    ['2026.3.3 户口簿', '2026.3.3 户口簿.jpg'],
  ])('%j becomes %j', (raw, clean) => {
    expect(cleanName(raw, 'image/jpeg')).toBe(clean);
  });
});
