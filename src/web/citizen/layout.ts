import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { script, style } from './assets.ts';
import { type Html, html } from './html.ts';
import { mark } from './icons.ts';
import { type Caller, callLink } from './parts.ts';
import type { Visit } from './visit.ts';

export interface Screen {
  title: string;
  body: Html;
  status?: ContentfulStatusCode;
  /** Something on this page must be mended: said first in the title, for whoever cannot see it. */
  wrong?: boolean;
  here?: 'home' | 'cases' | 'points' | 'me';
  back?: string;
  /** Who answers questions about this page, where it is somebody nearer than the hotline. */
  caller?: Caller | undefined;
}

const at = (visit: Visit, change: Record<string, string>): string => {
  const url = new URL(visit.c.req.url);
  for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
};

function header(visit: Visit, here: Screen['here']): Html {
  const { t } = visit;
  const resident = visit.me.kind === 'resident';
  const item = (name: NonNullable<Screen['here']>, href: string, label: string) =>
    html`<li><a href="${href}"${name === here && html` aria-current="page"`}>${label}</a></li>`;
  return html`<header class="top"><div class="wide">
<div class="top-row"><a class="name" href="/">${mark} ${t('citizen.site')}</a><span class="name-of">${t('citizen.site.of')}</span>
<a class="switch" href="${at(visit, { lang: visit.language === 'en' ? 'zh-CN' : 'en' })}" lang="${visit.language === 'en' ? 'zh-CN' : 'en'}">${visit.language === 'en' ? '中文' : 'English'}</a>
<a class="switch switch-elder" href="${at(visit, { elder: visit.elder ? '0' : '1' })}"><span>${visit.elder ? t('citizen.elder.off') : t('citizen.elder.on')}</span></a></div>
<nav aria-label="${t('citizen.nav')}"><ul class="nav">${item('home', '/', t('citizen.nav.home'))}${item('cases', '/cases', t('citizen.nav.cases'))}${item('points', '/points', t('citizen.nav.points'))}${resident ? item('me', '/me', t('citizen.nav.me')) : item('me', '/sign-in', t('citizen.nav.sign-in'))}</ul></nav>
</div>${visit.deps.demo && html`<div class="demo"><div class="wide">${t('citizen.demo')}</div></div>`}</header>`;
}

function footer(visit: Visit): Html {
  const { t } = visit;
  return html`<footer class="foot"><div class="wide">
<ul><li><a href="/help">${t('citizen.foot.help')}</a></li><li><a href="/verify">${t('citizen.foot.verify')}</a></li><li><a href="/accessibility">${t('citizen.foot.accessibility')}</a></li><li><a href="${at(visit, { contrast: visit.contrast ? '0' : '1' })}">${visit.contrast ? t('citizen.contrast.off') : t('citizen.contrast.on')}</a></li></ul>
<p>${t('citizen.foot.note')}</p></div></footer>`;
}

/** A telephone that a person answers, on every page. */
function person(visit: Visit, caller: Caller | undefined): Html {
  const { t } = visit;
  const who = caller ?? { name: t('citizen.call.hotline'), telephone: visit.hotline };
  return html`<aside class="person" aria-label="${t('citizen.call.label')}"><div class="wide"><p>${t('citizen.call.say', { who: who.name })}</p><p>${callLink(who.telephone, 'person-number')}</p></div></aside>`;
}

/** The whole page. One style sheet, one small script that no page needs, nothing from anywhere else. */
function page(visit: Visit, screen: Screen): Html {
  const { t, language, elder, contrast } = visit;
  const title = `${screen.wrong ? t('citizen.error.prefix') : ''}${screen.title} - ${t('citizen.site')}`;
  return html`<!doctype html>
<html lang="${language}" class="citizen${elder && ' elder'}${contrast && ' contrast'}">
<head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#ffffff"><meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,"><link rel="stylesheet" href="${style.path}"><script src="${script.path}" defer></script></head>
<body><a class="skip" href="#main">${t('citizen.skip')}</a>
${header(visit, screen.here)}
<main id="main" class="wide" tabindex="-1">${screen.back && html`<a class="back" href="${screen.back}">${t('citizen.back')}</a>`}
${screen.body}</main>
${person(visit, screen.caller)}${footer(visit)}
</body></html>`;
}

export function respond(visit: Visit, screen: Screen): Response {
  return visit.c.html(page(visit, screen).toString(), screen.status ?? 200);
}
