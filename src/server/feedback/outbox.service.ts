import { say } from '#domain/kernel/text.ts';
import { itemVersion } from '../catalogue/index.ts';
import type { App, Ctx } from '../context.ts';
import { findPerson } from '../identity/index.ts';
import { systemCtx } from '../operations.ts';
import { noticeText } from './notices.words.ts';
import * as outbox from './outbox.repository.ts';

const days = (n: number) => n * 86_400_000;
/** News of last week is on the page; as a text message it only confuses. */
const stale = days(7);
const sentKept = days(30);

/** Puts a notice into the outbox, in the transaction of what it tells; its id is the key by which a gateway knows a second copy. */
export const post = (ctx: Ctx, id: string, message: outbox.Message): Promise<void> =>
  outbox.insertMessage(ctx, id, message);

/** Sends what waits, at least once each. What does not get through is tried again, later and later. */
export async function sendOutbox(app: App, limit = 20): Promise<number> {
  let sent = 0;
  for (const waiting of await outbox.takeMessages(app, limit)) {
    try {
      await send(app, waiting);
      await outbox.markSent(app, waiting.id);
      sent += 1;
    } catch (error) {
      app.log.warn({ operation: 'system.outbox', code: 'notifier.failed', request: waiting.id, err: error });
      if (app.clock.now().getTime() - waiting.createdAt.getTime() > stale) await outbox.dropMessage(app, waiting.id);
    }
  }
  return sent;
}

/** A whole family may read the telephone: of a complaint or an arbitration the message says only that there is news. */
async function send(app: App, { id, message }: outbox.Waiting): Promise<void> {
  const ctx = systemCtx(app, app.db, 'system.outbox');
  const person = await findPerson(ctx, message.person);
  if (!person?.mobile) return;
  const { item, version } = message.params as { item?: string; version?: number };
  const name = item ? (await itemVersion(ctx, item, version ?? 1)).plainName : undefined;
  const text = noticeText(message.confidential ? 'confidential' : message.code, message.params, name);
  await app.notifier.sendNotice({ key: id, mobile: person.mobile, text: say(text, 'zh-CN'), language: 'zh-CN' });
}

export const forgetSent = (app: App): Promise<void> =>
  outbox.forgetSent(app, new Date(app.clock.now().getTime() - sentKept));

export const { backlog } = outbox;
