import { Secret, TOTP } from 'otpauth';

const issuer = '家门口 Doorstep';
const stepSeconds = 30;

/** SHA-1 and six digits, because most authenticator apps silently ignore any other choice (RFC 6238 leaves it open). */
const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: stepSeconds, secret: Secret.fromBase32(secret) });

/** A new shared secret: 160 random bits in base32, to be kept sealed. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that an authenticator app reads from a QR code. */
export const totpUri = (secret: string, login: string): string => totpOf(secret, login).toString();

/**
 * The time step whose code was typed, or undefined. The neighbouring steps count too, for clocks that differ by up to
 * half a minute. Each code serves once: keep the step that is returned, in the same transaction, and pass it as
 * `lastStep` the next time; a step not after it is refused (RFC 6238, section 5.2).
 */
export const verifyTotp = (
  secret: string,
  typed: string,
  context: { nowMs: number; lastStep?: number | undefined },
): number | undefined => {
  const token = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret).validate({ token, timestamp: context.nowMs, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(context.nowMs / 1000 / stepSeconds) + delta;
  return context.lastStep !== undefined && step <= context.lastStep ? undefined : step;
};

/** The code that an authenticator would show now; only a demonstration prints it. */
export const demoTotp = (secret: string, nowMs: number): string => totpOf(secret).generate({ timestamp: nowMs });
