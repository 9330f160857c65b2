import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { type ProblemCode, Refused } from '#domain/kernel/problem.ts';
import { inspectPdf } from './uploads.pdf.ts';

export type PaperType = 'image/jpeg' | 'image/png' | 'application/pdf';

export interface Upload {
  /** What the sender calls it; anything. */
  name: string;
  /** What the sender says it is; believed in nothing. */
  type: string;
  bytes: Uint8Array;
}

/** A paper that may be kept and shown. */
export interface CheckedUpload {
  mediaType: PaperType;
  bytes: Buffer;
  name: string;
}

export const uploadLimits = {
  /** Of one file as it arrives. */
  bytes: 20 * 1024 * 1024,
  /** Phones that take 50 megapixels by default are common. */
  pixels: 64_000_000,
  pages: 200,
  /** A4 at 210 dots an inch: small print can be read, and a photo is 0.3 to 1 MB. */
  longEdge: 2480,
};

/** A PNG that is larger than this is a photograph and is kept as one. */
const largestPng = 1_500_000;

// The operations of one picture run one after another; several pictures share the four threads of the pool.
sharp.concurrency(1);
sharp.cache(false);

const extensions: Record<PaperType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
};

/**
 * A name that is safe on every disk and in every header: no folders, no controls, no marks that turn the reading order,
 * with the extension of what the file really is. 80 characters at most.
 */
export function cleanName(raw: string, type?: PaperType): string {
  const bare = raw
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/["<>|:*?]/g, '_')
    .replace(/\s+/gu, ' ')
    .trim();
  const stem = Array.from(type ? bare.replace(/\.[A-Za-z0-9]{1,5}$/, '') : bare)
    .slice(0, 80)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return `${stem || '材料'}${type ? `.${extensions[type]}` : ''}`;
}

/** HTML and its kin have no signature, and are what most often pretends. */
const markup = (start: string): string | undefined => {
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/is.test(start)) return 'SVG';
  if (/^\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|script|iframe)[\s>]/is.test(start)) return 'HTML';
  return /^\s*<\?xml\s/i.test(start) ? 'XML' : undefined;
};

async function reallyIs(bytes: Uint8Array): Promise<{ type: PaperType } | { found: string | undefined }> {
  const start = bytes.subarray(0, 65_536);
  const detected = await fileTypeFromBuffer(start);
  if (detected && detected.mime in extensions) return { type: detected.mime as PaperType };
  const text = Buffer.from(start.subarray(0, 2048))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return { found: markup(text) ?? detected?.ext.toUpperCase() };
}

/** Turned upright, at most `longEdge`, in plain colours, and drawn anew: nothing of the old file but its picture. */
async function redraw(bytes: Uint8Array, type: PaperType, refuse: Refuse): Promise<CheckedUpload> {
  try {
    // The head alone is read here, so that a bomb is told its size and never drawn.
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > uploadLimits.pixels) {
      throw refuse('paper.too-many-pixels', {
        megapixels: Math.ceil((width * height) / 1e6),
        limit: uploadLimits.pixels / 1e6,
      });
    }
    const upright = sharp(bytes, { limitInputPixels: uploadLimits.pixels, failOn: 'error' })
      .timeout({ seconds: 20 })
      .autoOrient()
      .resize({ width: uploadLimits.longEdge, height: uploadLimits.longEdge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb');
    if (type === 'image/png') {
      const png = await upright.clone().png({ compressionLevel: 9 }).toBuffer();
      if (png.length <= largestPng) return { mediaType: 'image/png', bytes: png, name: '' };
    }
    const jpeg = await upright.jpeg({ quality: 82, mozjpeg: true }).toBuffer();
    return { mediaType: 'image/jpeg', bytes: jpeg, name: '' };
  } catch (error) {
    if (error instanceof Refused) throw error;
    // Whatever libvips cannot decode, the sender can only send again; what it says is of no use to them.
    throw refuse('paper.damaged');
  }
}

function checkPdf(bytes: Uint8Array, refuse: Refuse): CheckedUpload {
  const report = inspectPdf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!report) throw refuse('paper.damaged');
  if (report.locked) throw refuse('paper.pdf-locked');
  if (report.script) throw refuse('paper.pdf-script');
  if (report.attachment) throw refuse('paper.pdf-attachment');
  if (report.unclear) throw refuse('paper.pdf-unclear');
  if (report.pages > uploadLimits.pages) {
    throw refuse('paper.too-many-pages', { pages: report.pages, limit: uploadLimits.pages });
  }
  return { mediaType: 'application/pdf', bytes: Buffer.from(report.content), name: '' };
}

type Refuse = (code: ProblemCode, params?: Record<string, string | number>) => Refused;

/**
 * Looks at what a file is, not at what it is called. Pictures are drawn anew, so that no place, camera or hidden content
 * stays in them. PDFs with anything that could run, or with files inside, are refused rather than mended: mending would
 * break the electronic signatures that many carry. Name and declared type may be wrong; only the content counts.
 * @throws Refused `paper.*`, each naming the file and saying what to do.
 */
export async function checkUpload(upload: Upload): Promise<CheckedUpload> {
  const { bytes } = upload;
  const refuse: Refuse = (code, params) => new Refused(code, { name: cleanName(upload.name), ...params });
  if (bytes.length === 0) throw refuse('paper.empty');
  if (bytes.length > uploadLimits.bytes) {
    throw refuse('paper.too-large', {
      size: Math.ceil(bytes.length / 1024 / 1024),
      limit: uploadLimits.bytes / 1024 / 1024,
    });
  }
  const real = await reallyIs(bytes);
  if (!('type' in real)) {
    if (real.found === undefined) throw refuse('paper.kind-unknown');
    if (['HEIC', 'HEIF', 'HIF'].includes(real.found)) throw refuse('paper.heic');
    throw refuse('paper.kind', { found: real.found });
  }
  const checked = real.type === 'application/pdf' ? checkPdf(bytes, refuse) : await redraw(bytes, real.type, refuse);
  return { ...checked, name: cleanName(upload.name, checked.mediaType) };
}
