/** What one person may let another do: follow a case, file and correct one, collect its result. Rating is nobody else's. */
export const consentScopes = ['follow', 'file', 'collect'] as const;
export type ConsentScope = (typeof consentScopes)[number];

/** A permission given by one person to another. Instants are ISO 8601 with an offset. */
export interface Consent {
  id: string;
  /** The person who gives it, whose matters they are. */
  from: string;
  /** The person who may act. */
  to: string;
  scopes: readonly ConsentScope[];
  validFrom: string;
  /** The first instant at which it no longer holds; undefined: until revoked. */
  validTo?: string;
  revokedAt?: string;
}

const instant = (iso: string): number => {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${iso}`);
  return milliseconds;
};

const holds = (consent: Consent, at: number): boolean =>
  instant(consent.validFrom) <= at &&
  (consent.validTo === undefined || at < instant(consent.validTo)) &&
  (consent.revokedAt === undefined || at < instant(consent.revokedAt));

/**
 * The consent under which `actor` may do `scope` for `subject` at an instant, so that it can be named in the record;
 * undefined when there is none. A consent holds from its first instant up to, not including, its end or revocation
 * (个人信息保护法 15: withdrawing works forward only), and is never passed on.
 */
export const findConsent = (
  consents: readonly Consent[],
  wish: { actor: string; subject: string; scope: ConsentScope; at: string },
): Consent | undefined => {
  const at = instant(wish.at);
  return consents.find(
    (consent) =>
      consent.from === wish.subject &&
      consent.to === wish.actor &&
      consent.scopes.includes(wish.scope) &&
      holds(consent, at),
  );
};

/** Whether `actor` may do `scope` for `subject`: for oneself always, for another under a consent that holds. */
export const mayActFor = (
  consents: readonly Consent[],
  wish: { actor: string; subject: string; scope: ConsentScope; at: string },
): boolean => wish.actor === wish.subject || findConsent(consents, wish) !== undefined;
