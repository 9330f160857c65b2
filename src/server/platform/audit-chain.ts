import { createHash, timingSafeEqual } from 'node:crypto';

/** What a row of the audit log may hold: plain data whose canonical form is the same on every machine. */
export type AuditValue = string | number | boolean | null | AuditValue[] | { [name: string]: AuditValue | undefined };
export type AuditRow = { [name: string]: AuditValue | undefined };

/** A row in the chain. `seq` counts from 1 without a gap; `hash` is SM3 over everything up to here, 32 bytes. */
export interface SealedRow {
  seq: number;
  row: AuditRow;
  hash: Uint8Array;
}

/** A place in the chain that is known from outside the database. */
export interface ChainPoint {
  seq: number;
  hash: Uint8Array;
}

export type ChainVerdict =
  | { ok: true; last: ChainPoint; count: number }
  | {
      ok: false;
      /** The first position at which the chain is not as it was sealed. */
      seq: number;
      /** `gap`: a row is missing or doubled; `altered`: a row or its hash was changed; `cut`: rows before the anchor are gone; `rewritten`: the chain agrees with itself, but not with the anchor. */
      reason: 'gap' | 'altered' | 'cut' | 'rewritten';
    };

const sm3 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Where every chain begins. */
export const chainStart: ChainPoint = { seq: 0, hash: sm3('doorstep audit chain, version 1') };

/**
 * One text for one row: JSON without spaces, names in code-unit order, absent and undefined fields left out, numbers
 * only if whole and safe (RFC 8785 restricted, so that no two writers can differ about a fraction).
 */
export const canonicalRow = (value: AuditValue): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('an audit row holds whole numbers only');
    return String(value + 0);
  }
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalRow).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = value[name];
      return field === undefined ? [] : [`${JSON.stringify(name)}:${canonicalRow(field)}`];
    });
  return `{${fields.join(',')}}`;
};

/** The hash of the row that follows a point: SM3(hash before ‖ seq as 8 bytes ‖ canonical row). */
export const sealRow = (before: ChainPoint, row: AuditRow): ChainPoint => {
  const seq = before.seq + 1;
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(seq));
  return { seq, hash: sm3(before.hash, place, canonicalRow(row)) };
};

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/**
 * Follows the chain over rows in order of `seq`. `from` is the point before the first row (the very start, or one
 * verified earlier); `anchor` is the last point noted outside the database. A row that was changed, removed, put in or
 * swapped is found at its place; rows cut off the end up to the anchor are found too. What lies after the anchor is only
 * checked against itself.
 */
export const verifyChain = async (
  rows: Iterable<SealedRow> | AsyncIterable<SealedRow>,
  context: { from?: ChainPoint; anchor?: ChainPoint } = {},
): Promise<ChainVerdict> => {
  const from = context.from ?? chainStart;
  const { anchor } = context;
  let last = from;
  for await (const sealed of rows) {
    const next = last.seq + 1;
    if (sealed.seq !== next) return { ok: false, seq: next, reason: 'gap' };
    const expected = sealRow(last, sealed.row);
    if (!same(expected.hash, sealed.hash)) return { ok: false, seq: next, reason: 'altered' };
    if (anchor?.seq === next && !same(anchor.hash, expected.hash)) return { ok: false, seq: next, reason: 'rewritten' };
    last = expected;
  }
  if (anchor && anchor.seq > last.seq) return { ok: false, seq: last.seq + 1, reason: 'cut' };
  return { ok: true, last, count: last.seq - from.seq };
};
