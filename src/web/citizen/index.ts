import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { answer, apply, beforeApply, discard, discarded, question, resume, saved } from './apply.ts';
import { bookAt, checkBooking, sendBooking } from './appointments.book.ts';
import { appointment, appointments, cancelling, sendCancel } from './appointments.ts';
import { type Asset, script, style } from './assets.ts';
import { changeDelivery, delivery } from './case.delivery.ts';
import { receipt, sendReceipt, sendWithdraw, withdraw } from './case.end.ts';
import { add, owed, sendAdded, sendOwed, sendSupplement, supplement } from './case.supplement.ts';
import { caseStory } from './case.ts';
import { done, myCases, sentNameless } from './cases.ts';
import { consents, giveConsent, newConsent, revokeConsent } from './consents.ts';
import { steps } from './draft.ts';
import { file } from './files.ts';
import { home, search } from './home.ts';
import { itemGuide } from './item.ts';
import { respond } from './layout.ts';
import { change, looks, me, notices, sendChange } from './me.ts';
import { addPaper, paper, papers } from './papers.ts';
import { plans, sayOfPlan } from './plans.ts';
import { points } from './points.ts';
import { accessibility, help, verify } from './public.ts';
import { rate, sendRating } from './rate.ts';
import { check, how, keepHow, keepWhere, send, where } from './send.ts';
import { type Handler, problemScreen, refusal, serve } from './serve.ts';
import { code, enterCode, sendCode, signedOut, signIn, signOut } from './sign-in.ts';
import { choose, chosen, keepOwnVillage, sayWho, village, who } from './sign-in.who.ts';
import { type CitizenDeps, keepPreferences, strangerVisit } from './visit.ts';

export type { CitizenDeps } from './visit.ts';

/** A page loads nothing from elsewhere, runs nothing written into it, and stands in nobody's frame. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Every page of the residents. Mount it last: what nobody else serves ends here, on a page that says so. */
export function citizenPages(deps: CitizenDeps): Hono {
  const app = new Hono();
  const maxBytes = (deps.maxPaperBytes ?? 20 * 1024 * 1024) + 64 * 1024;
  const atMost = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: (c) => {
        const visit = strangerVisit(c, deps);
        const limit = Math.floor(maxSize / 1024 / 1024);
        return respond(visit, problemScreen(visit, { problem: 'input.too-large', params: { limit } }));
      },
    });
  /** A page with nothing but small fields, and one that takes pictures. */
  const small = atMost(1024 * 1024);
  const pictures = atMost(maxBytes * 4);

  const get = (path: string, handler: Handler) => app.get(path, serve(deps, handler));
  const form = (path: string, show: Handler, take: Handler, limit = small) => {
    app.get(path, serve(deps, show));
    app.post(path, limit, serve(deps, take));
  };
  const take = (path: string, handler: Handler) => app.post(path, small, serve(deps, handler));

  app.use(compress());
  app.use(async (c, next) => {
    keepPreferences(c);
    await next();
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
    c.header('X-Frame-Options', 'DENY');
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  });

  for (const asset of [style, script]) app.get(asset.path, (c) => sendAsset(c, asset));

  get('/', home);
  get('/search', search);
  get('/items/:code', itemGuide);
  get('/points', points);
  get('/points/:site/book', bookAt);
  form('/points/:site/book/check', checkBooking, sendBooking);
  form('/plans', plans, sayOfPlan);
  get('/verify', verify);
  get('/verify/:code', verify);
  get('/help', help);
  get('/accessibility', accessibility);

  form('/sign-in', signIn, sendCode);
  form('/sign-in/code', code, enterCode);
  form('/sign-in/choose', choose, chosen);
  form('/sign-in/who', who, sayWho);
  form('/sign-in/village', village, keepOwnVillage);
  get('/sign-in/out', signedOut);
  take('/sign-out', signOut);

  form('/apply', beforeApply, apply);
  get('/apply/:draft', resume);
  get(`/apply/:draft/${steps.papers}`, papers);
  form(`/apply/:draft/${steps.papers}/:material`, paper, addPaper, pictures);
  form(`/apply/:draft/${steps.how}`, how, keepHow);
  form(`/apply/:draft/${steps.where}`, where, keepWhere);
  form(`/apply/:draft/${steps.check}`, check, send);
  get(`/apply/:draft/${steps.saved}`, saved);
  form(`/apply/:draft/${steps.discard}`, discard, discarded);
  form('/apply/:draft/:question', question, answer);

  get('/cases', myCases);
  get('/sent/:number', sentNameless);
  get('/cases/:id', caseStory);
  get('/cases/:id/done', done);
  form('/cases/:id/supplement', supplement, sendSupplement);
  form('/cases/:id/owed', owed, sendOwed);
  form('/cases/:id/add/:material', add, sendAdded, pictures);
  form('/cases/:id/delivery', delivery, changeDelivery);
  form('/cases/:id/receipt', receipt, sendReceipt);
  form('/cases/:id/withdraw', withdraw, sendWithdraw);
  form('/cases/:id/rate/:invitation', rate, sendRating);
  get('/cases/:id/papers/:paper', (visit) => file(visit, 'paper'));
  get('/cases/:id/documents/:document', (visit) => file(visit, 'document'));

  get('/me', me);
  get('/me/notices', notices);
  get('/me/appointments', appointments);
  get('/me/appointments/:id', appointment);
  form('/me/appointments/:id/cancel', cancelling, sendCancel);
  get('/me/looks', looks);
  get('/me/consents', consents);
  form('/me/consents/new', newConsent, giveConsent);
  take('/me/consents/revoke', revokeConsent);
  form('/me/change/:field', change, sendChange);

  app.all(
    '*',
    serve(deps, (visit) => problemScreen(visit, { problem: 'not-found' })),
  );
  app.onError((error, c) => refusalPage(c, deps, error));
  return app;
}

/** A refusal as a page, to whoever it is: nobody is asked who they are, because that may be what failed. */
export const refusalPage = (c: Context, deps: CitizenDeps, error: unknown): Response =>
  refusal(strangerVisit(c, deps), error);

const sendAsset = (c: Context, { body, type }: Asset): Response =>
  c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' });
