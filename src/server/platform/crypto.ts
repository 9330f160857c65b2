import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import { Refused } from '#domain/kernel/problem.ts';
import { type Keys, openKeyFile, type SealingKey } from './key-file.ts';
import { fillRandom } from './random.ts';

/** The one place for which something is sealed; it opens nowhere else. */
export interface Place {
  table: string;
  column: string;
  /** The row's key, as text. */
  row: string;
}

/**
 * Seals personal data before it reaches the database, and makes what it is looked up by. Every `open…` throws Refused
 * `data.tampered` for bytes that were changed, cut or moved to another place, `data.key-missing` for a key that is gone.
 */
export interface Vault {
  sealText(text: string, place: Place): Buffer;
  openText(envelope: Uint8Array, place: Place): string;
  sealJson(value: unknown, place: Place): Buffer;
  openJson<Schema extends z.ZodType>(envelope: Uint8Array, place: Place, schema: Schema): z.infer<Schema>;
  /** For whole files: the same envelope, made in slices so that other requests are served meanwhile. */
  sealFile(content: Uint8Array, place: Place): Promise<Buffer>;
  openFile(envelope: Uint8Array, place: Place): Promise<Buffer>;
  /** Whether a newer key seals by now. */
  isOutdated(envelope: Uint8Array): boolean;
  /** The same content under the active key; undefined when that is the key that sealed it. */
  reseal(envelope: Uint8Array, place: Place): Buffer | undefined;
  /** The id of the key that seals. */
  activeKey(): string;
  /** Takes up a key that another process has added. */
  refresh(): void;
  /** Sixteen bytes to find an exact value by. `purpose` names the kind of value; equal values of one purpose are equal. */
  blindIndex(purpose: string, value: string): Buffer;
  /** Signed 32-bit numbers, ascending, for an `integer[]` column under a GIN index. */
  tokenIndex(purpose: string, tokens: Iterable<string>): number[];
}

/*
 * Envelope: version 1 · key id 4 · nonce 12 · SM4-CTR ciphertext · tag 16, 33 bytes more than the text.
 * OpenSSL has no SM4-GCM, hence encrypt-then-MAC. The counter starts at nonce ‖ 0: twelve random bytes repeat with a
 * chance below 1e-11 among a billion envelopes of one key, and the counter cannot run into another nonce's in 64 GB.
 * The tag is HMAC-SM3 halved to 128 bits (RFC 2104, section 5), over the header, the place and the ciphertext.
 */
const version = 1;
const keyIdBytes = 4;
const nonceBytes = 12;
const headerBytes = 1 + keyIdBytes + nonceBytes;
const tagBytes = 16;
/** SM4 and SM3 need about 4 ms for a slice on one plain core. */
const sliceBytes = 256 * 1024;

const placeText = ({ table, column, row }: Place): string => {
  const text = `${table}\0${column}\0${row}\0`;
  // A NUL inside a part would let two places read alike; PostgreSQL can store none, so this is a mistake in the code.
  if (text.split('\0').length !== 4) throw new RangeError('a place holds no NUL');
  return text;
};

const counterOf = (header: Uint8Array): Buffer => {
  const counter = Buffer.alloc(16);
  counter.set(header.subarray(1 + keyIdBytes, headerBytes));
  return counter;
};

const macOf = (key: SealingKey, header: Uint8Array, place: Place) =>
  createHmac('sm3', key.mac).update(header).update(placeText(place), 'utf8');

/** A new envelope of the right length with its header written. */
const startEnvelope = (key: SealingKey, contentBytes: number): Buffer => {
  const envelope = Buffer.allocUnsafe(headerBytes + contentBytes + tagBytes);
  envelope[0] = version;
  envelope.write(key.id, 1, 'hex');
  fillRandom(envelope.subarray(1 + keyIdBytes, headerBytes));
  return envelope;
};

const tampered = (place: Place): Refused => new Refused('data.tampered', { table: place.table, column: place.column });

interface Opened {
  key: SealingKey;
  header: Uint8Array;
  sealed: Uint8Array;
  tag: Uint8Array;
}

const takeApart = (keys: Keys, envelope: Uint8Array, place: Place): Opened => {
  if (envelope.length < headerBytes + tagBytes || envelope[0] !== version) throw tampered(place);
  const id = Buffer.from(envelope.buffer, envelope.byteOffset + 1, keyIdBytes).toString('hex');
  const key = keys.find(id);
  if (!key) throw new Refused('data.key-missing', { key: id });
  return {
    key,
    header: envelope.subarray(0, headerBytes),
    sealed: envelope.subarray(headerBytes, -tagBytes),
    tag: envelope.subarray(-tagBytes),
  };
};

const seal = (keys: Keys, content: Uint8Array, place: Place): Buffer => {
  const key = keys.active();
  const envelope = startEnvelope(key, content.length);
  const header = envelope.subarray(0, headerBytes);
  const sealed = createCipheriv('sm4-ctr', key.encryption, counterOf(header)).update(content);
  sealed.copy(envelope, headerBytes);
  macOf(key, header, place)
    .update(sealed)
    .digest()
    .copy(envelope, headerBytes + content.length, 0, tagBytes);
  return envelope;
};

const open = (keys: Keys, envelope: Uint8Array, place: Place): Buffer => {
  const { key, header, sealed, tag } = takeApart(keys, envelope, place);
  const expected = macOf(key, header, place).update(sealed).digest().subarray(0, tagBytes);
  if (!timingSafeEqual(expected, tag)) throw tampered(place);
  return createDecipheriv('sm4-ctr', key.encryption, counterOf(header)).update(sealed);
};

function* slices(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += sliceBytes) yield content.subarray(at, at + sliceBytes);
}

const sealFile = async (keys: Keys, content: Uint8Array, place: Place): Promise<Buffer> => {
  const key = keys.active();
  const envelope = startEnvelope(key, content.length);
  const header = envelope.subarray(0, headerBytes);
  const cipher = createCipheriv('sm4-ctr', key.encryption, counterOf(header));
  const mac = macOf(key, header, place);
  let at = headerBytes;
  for (const slice of slices(content)) {
    const sealed = cipher.update(slice);
    mac.update(sealed);
    at += sealed.copy(envelope, at);
    await nextTurn();
  }
  mac.digest().copy(envelope, at, 0, tagBytes);
  return envelope;
};

const openFile = async (keys: Keys, envelope: Uint8Array, place: Place): Promise<Buffer> => {
  const { key, header, sealed, tag } = takeApart(keys, envelope, place);
  const mac = macOf(key, header, place);
  for (const slice of slices(sealed)) {
    mac.update(slice);
    await nextTurn();
  }
  // Nothing is deciphered before all of it is known to be sound.
  if (!timingSafeEqual(mac.digest().subarray(0, tagBytes), tag)) throw tampered(place);
  const decipher = createDecipheriv('sm4-ctr', key.encryption, counterOf(header));
  const content = Buffer.allocUnsafe(sealed.length);
  let at = 0;
  for (const slice of slices(sealed)) {
    at += decipher.update(slice).copy(content, at);
    await nextTurn();
  }
  return content;
};

/** Callers pass canonical values (see `src/domain/identity`); this only makes two forms of one Unicode text meet. */
const canonical = (value: string): string => value.normalize('NFKC').trim().toUpperCase();

/*
 * Tokens are cut to 32 bits: half the room of 64 in every array and index entry. Among 6,600,000 people with about 16
 * tokens each, a token looked up meets by accident 1e8 / 2^32 = 0.02 foreign rows, and whoever decrypts compares the
 * name anyway. What this gives away: equal tokens look equal, so a thief of the disk who also knows how common each
 * surname is can guess which token stands for the commonest. That is the price of searching; hence nothing but names
 * is indexed in pieces.
 */
const tokenIndex = (keys: Keys, purpose: string, tokens: Iterable<string>): number[] => {
  const key = keys.indexKey(purpose);
  const numbers = new Set<number>();
  for (const token of tokens) numbers.add(createHmac('sm3', key).update(token, 'utf8').digest().readInt32BE());
  return [...numbers].sort((a, b) => a - b);
};

/** The vault of an installation, over its key file; see `openKeyFile` for what may be wrong with it. */
export const openVault = (path: string): Vault => {
  const keys = openKeyFile(path);
  const isOutdated = (envelope: Uint8Array): boolean =>
    Buffer.from(envelope.subarray(1, 1 + keyIdBytes)).toString('hex') !== keys.active().id;
  return {
    sealText: (text, place) => seal(keys, Buffer.from(text, 'utf8'), place),
    openText: (envelope, place) => open(keys, envelope, place).toString('utf8'),
    sealJson: (value, place) => seal(keys, Buffer.from(JSON.stringify(value), 'utf8'), place),
    openJson: (envelope, place, schema) => schema.parse(JSON.parse(open(keys, envelope, place).toString('utf8'))),
    sealFile: (content, place) => sealFile(keys, content, place),
    openFile: (envelope, place) => openFile(keys, envelope, place),
    isOutdated,
    reseal: (envelope, place) => (isOutdated(envelope) ? seal(keys, open(keys, envelope, place), place) : undefined),
    activeKey: () => keys.active().id,
    refresh: keys.reload,
    blindIndex: (purpose, value) =>
      createHmac('sm3', keys.indexKey(purpose)).update(canonical(value), 'utf8').digest().subarray(0, 16),
    tokenIndex: (purpose, tokens) => tokenIndex(keys, purpose, tokens),
  };
};
