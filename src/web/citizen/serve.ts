import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { problemOf } from '#api/problem.ts';
import { type Problem, problemStatus, Refused } from '#domain/kernel/problem.ts';
import { html } from './html.ts';
import { respond, type Screen } from './layout.ts';
import {
  type CitizenDeps,
  type Client,
  localPath,
  type Resident,
  strangerVisit,
  type Visit,
  visitOf,
} from './visit.ts';

export type Answer = Screen | Response;
export type Handler = (visit: Visit) => Promise<Answer> | Answer;

/** Runs a page for whoever asks. What is refused becomes a page that says what to do; a lost session becomes the way back in. */
export const serve = (deps: CitizenDeps, handler: Handler) => async (c: Context) => {
  let visit = strangerVisit(c, deps);
  try {
    visit = await visitOf(c, deps);
    const answer = await handler(visit);
    return answer instanceof Response ? answer : respond(visit, answer);
  } catch (error) {
    return refusal(visit, error);
  }
};

export const go = (visit: Visit, path: string): Response => visit.c.redirect(path, 303);

const withNext = (path: string, next: string) => `${path}?next=${encodeURIComponent(next)}`;

export function refusal(visit: Visit, error: unknown): Response {
  const problem = problemOf(error);
  if (!problem) visit.deps.onFault(error, visit.c);
  const url = new URL(visit.c.req.url);
  const here = localPath(`${url.pathname}${url.search}`);
  switch (problem?.problem) {
    case 'auth.required':
      return go(visit, withNext('/sign-in', here));
    case 'auth.expired':
      return go(visit, `${withNext('/sign-in', here)}&expired=1`);
    case 'case.already-submitted': {
      // A draft becomes the case of the same id: whoever goes back, or presses twice, finds the case.
      const draft = /^\/apply\/([\w-]+)\//.exec(url.pathname)?.[1];
      return go(visit, draft ? `/cases/${draft}/done` : '/cases');
    }
    case 'auth.say-who':
      return go(visit, withNext('/sign-in/choose', here));
    default:
      return respond(visit, problemScreen(visit, problem ?? { problem: 'internal' }));
  }
}

const headlines: Partial<Record<number, `citizen.problem.${'404' | '403' | '409' | '413' | '422' | '429' | '503'}`>> = {
  403: 'citizen.problem.403',
  404: 'citizen.problem.404',
  409: 'citizen.problem.409',
  413: 'citizen.problem.413',
  422: 'citizen.problem.422',
  429: 'citizen.problem.429',
  503: 'citizen.problem.503',
  507: 'citizen.problem.503',
};

/** A refusal as a page: what happened, what to do now, and a person's telephone below. */
export function problemScreen(visit: Visit, problem: Problem, status?: ContentfulStatusCode): Screen {
  const { t } = visit;
  const code = status ?? (problemStatus[problem.problem] as ContentfulStatusCode);
  const headline = headlines[code] ?? 'citizen.problem.500';
  const told = t.find(`problems.${problem.problem}`, problem.params);
  return {
    title: t(headline),
    status: code,
    body: html`<div class="read"><h1>${t(headline)}</h1><p class="lead">${told ?? t(`${headline}.say` as const)}</p><div class="actions">${
      code >= 500 &&
      html`<a class="button" href="${localPath(new URL(visit.c.req.url).pathname)}">${t('citizen.problem.again')}</a> `
    }<a class="button${code >= 500 && ' second'}" href="/">${t('citizen.problem.home')}</a></div><p>${t('citizen.problem.kept')}</p></div>`,
  };
}

/** The signed-in resident; everybody else is sent to sign in and comes back here. */
export function residentOf(visit: Visit): Resident {
  if (visit.me.kind === 'caller') throw new Refused('auth.say-who');
  if (visit.me.kind !== 'resident') throw new Refused('auth.required');
  return visit.me;
}

/** What a form posted. A body that is no form is refused. */
export async function posted(visit: Visit): Promise<FormData> {
  try {
    return await visit.c.req.formData();
  } catch {
    throw new Refused('input.invalid');
  }
}

export const textOf = (form: FormData, name: string, max = 2000): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, max).trim() : '';
};

/** The client of a form: its hidden key makes a second press the first one over again. */
export const clientOf = (visit: Visit, form: FormData): Client => {
  const key = textOf(form, 'key', 80);
  return visit.deps.client(visit.c, /^[\w-]{8,64}$/.test(key) ? key : undefined);
};

/** What a command refused at its fields or as a whole; anything that is not about the reader's input goes on up. */
export function inputProblem(error: unknown): Problem {
  const problem = problemOf(error);
  if (!problem || problemStatus[problem.problem] >= 500 || problem.problem.startsWith('auth.required')) throw error;
  return problem;
}
