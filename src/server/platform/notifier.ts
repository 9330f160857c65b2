import { createHmac } from 'node:crypto';
import { Refused } from '#domain/kernel/problem.ts';
import type { Language } from '#domain/kernel/text.ts';
import { type Clock, systemClock } from './clock.ts';

interface Addressed {
  /** The receiver may get a message twice; by this key it knows the second one. */
  key: string;
  mobile: string;
  language: Language;
}

export interface CodeMessage extends Addressed {
  code: string;
}

export interface NoticeMessage extends Addressed {
  text: string;
}

/**
 * How one-time codes and notices reach people: a text-message gateway by setting, the page itself in a demonstration.
 * Both throw Refused `notifier.failed` when the message did not get through; sending again under the same key does no harm.
 */
export interface Notifier {
  /** No gateway is set: no code can reach anybody, so none is made. */
  missing?: true;
  sendCode(message: CodeMessage): Promise<void>;
  sendNotice(message: NoticeMessage): Promise<void>;
}

/** The demonstration sends nothing: the page shows the code, and says that it does so. */
export const demoNotifier: Notifier = { sendCode: async () => undefined, sendNotice: async () => undefined };

/** Nobody could read what an installation without a gateway sends, so it says so instead of pretending. */
const missingNotifier: Notifier = {
  missing: true,
  sendCode: async () => {
    throw new Refused('notifier.missing');
  },
  // A notice is on the page and at the counter as well; only the text message is not sent.
  sendNotice: async () => undefined,
};

const patience = 8_000;

/** What a gateway computes again to know that a message is ours: HMAC-SM3 over time, key and body, in hexadecimal digits. */
export const signatureOf = (secret: string, timestamp: string, key: string, body: string): string =>
  createHmac('sm3', secret).update(`${timestamp}.${key}.${body}`, 'utf8').digest('hex');

/**
 * Hands messages to a gateway by HTTP, as JSON: `{kind: 'code', mobile, code, language}` or `{kind: 'notice', mobile, text,
 * language}`, with the headers `Idempotency-Key`, `Doorstep-Timestamp` (seconds) and `Doorstep-Signature`. Any 2xx means
 * that the gateway has taken the message over.
 */
export function webhookNotifier(url: string, secret: string, clock: Clock = systemClock): Notifier {
  const post = async (key: string, content: object): Promise<void> => {
    const body = JSON.stringify(content);
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const response = await fetch(url, {
      method: 'POST',
      body,
      // A redirect would carry a telephone number and a code to somewhere that nobody chose.
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': key,
        'doorstep-timestamp': timestamp,
        'doorstep-signature': `sm3=${signatureOf(secret, timestamp, key, body)}`,
      },
    }).catch(() => undefined);
    await response?.body?.cancel();
    if (!response?.ok) throw new Refused('notifier.failed');
  };
  return {
    sendCode: ({ key, ...message }) => post(key, { kind: 'code', ...message }),
    sendNotice: ({ key, ...message }) => post(key, { kind: 'notice', ...message }),
  };
}

type Environment = Record<string, string | undefined>;
const isDemo = (env: Environment): boolean => !/^(0|false)$/.test(env.DEMO?.trim() ?? '');

/**
 * The notifier that the settings ask for: `NOTIFIER_URL` and `NOTIFIER_SECRET` (16 characters or more) name a gateway.
 * @throws Refused `start.setting`
 */
export function notifierOf(env: Environment): Notifier {
  const url = env.NOTIFIER_URL?.trim();
  const secret = env.NOTIFIER_SECRET?.trim() ?? '';
  if (!url) return isDemo(env) ? demoNotifier : missingNotifier;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Refused('start.setting', { name: 'NOTIFIER_URL', expected: 'https://…' });
  }
  if (secret.length < 16) throw new Refused('start.setting', { name: 'NOTIFIER_SECRET', expected: '≥ 16' });
  return webhookNotifier(url, secret);
}
