import { describe, expect, it } from 'vitest';
import { Refused } from '#domain/kernel/problem.ts';
import { browse, key, signedIn } from './flows.testing.ts';
import { readMarkup } from './markup.testing.ts';
import { appointment, id, item, resident } from './testing.ts';

const at = `/points/${id(50)}/book`;
const choice = `item=${item.code}&day=2026-02-26&time=09%3A30`;
const self = resident.kind === 'resident' ? resident.person.id : '';
const fields = { key, item: item.code, day: '2026-02-26', time: '09:30', for: self };
const textOf = (page: string) => readMarkup(page).text.replace(/\s+/g, ' ');

describe('booking a time', () => {
  it('asks one thing after the other, says days as people say them, and comes back from signing in with the choice', async () => {
    const browser = browse();
    const items = (await browser.get(at)).page;
    expect(items).toContain(`href="${at}?item=${item.code}"`);
    const days = (await browser.get(`${at}?item=${item.code}`)).page;
    for (const day of ['今天 周三 2月25日', '明天 周四 2月26日', '后天 周五 2月27日', '周一 3月2日'])
      expect(textOf(days)).toContain(day);
    expect(textOf(days)).toContain('还有 4 个时间');
    expect(textOf(days)).toContain('这里从周二 3月10日起不再开放');
    const times = (await browser.get(`${at}?item=${item.code}&day=2026-02-26`)).page;
    expect(times).toContain(`href="${at}/check?${choice.replaceAll('&', '&amp;')}"`);
    const { status, location } = await browser.get(`${at}/check?${choice}`);
    expect(status).toBe(303);
    expect(location).toBe(`/sign-in?next=${encodeURIComponent(`${at}/check?${choice}`)}`);
  });

  it('books once, and says what, where, when and what to bring', async () => {
    const browser = browse(signedIn);
    const check = textOf((await browser.get(`${at}/check?${choice}`)).page);
    expect(check).toContain('明天 周四 2月26日 上午 9:30–10:00');
    const { location } = await browser.post(`${at}/check`, fields);
    expect(location).toBe(`/me/appointments/${id(95)}?done=booked`);
    expect(browser.of('appointments.book')).toEqual([
      {
        operation: 'appointments.book',
        key,
        input: {
          person: self,
          site: id(50),
          item: item.code,
          day: '2026-02-26',
          time: '09:30',
        },
      },
    ]);
    const { page } = await browser.get(location!);
    expect(textOf(page)).toContain('约好了。到时候见。');
    expect(textOf(page)).toContain(appointment.site.address);
    expect(page).toContain(`href="/items/${item.code}#bring"`);
    expect(textOf(page)).toContain('您原来约的是明天 周四 2月26日 9:30');
  });

  it('shows the others of the day when it was just taken', async () => {
    const browser = browse({
      ...signedIn,
      'appointments.book': () => {
        throw new Refused('appointment.taken');
      },
    });
    const { status, page } = await browser.post(`${at}/check`, fields);
    expect(status).toBe(409);
    expect(textOf(page)).toContain('这个时间刚刚约满了');
    expect(page).toContain(`day=2026-02-26&amp;time=11%3A00`);
  });

  it('leads whoever holds one already to what they hold', async () => {
    const browser = browse({
      ...signedIn,
      'appointments.book': () => {
        throw new Refused('appointment.same-item', { day: '2026-02-27', time: '09:00' });
      },
    });
    const { status, page } = await browser.post(`${at}/check`, fields);
    expect(status).toBe(409);
    expect(textOf(page)).toContain('这件事已经约在 后天 周五 2月27日 9:00 了');
    expect(page).toContain('href="/me/appointments"');
  });

  it('offers to book for whoever lets the reader act, and for nobody else', async () => {
    const others = [
      { id: id(2), name: '李建国', why: 'consent' as const },
      { id: id(3), name: '王小梅', why: 'telephone' as const },
    ];
    const browser = browse({ 'session.me': () => ({ ...resident, others }) });
    const { page } = await browser.get(`${at}/check?${choice}`);
    expect(page).toContain('李建国');
    expect(page).not.toContain('王小梅');
    await browser.post(`${at}/check`, { ...fields, for: id(2) });
    expect(browser.of('appointments.book')[0]?.input).toMatchObject({ person: id(2) });
  });

  it('never books for the reader what was meant for somebody else', async () => {
    // The mother took her consent back, or another of the family signed in meanwhile with the same telephone.
    const browser = browse({ 'session.me': () => ({ ...resident, others: [] }) });
    const { status, page } = await browser.post(`${at}/check`, { ...fields, for: id(2) });
    expect(status).toBe(409);
    expect(textOf(page)).toContain('请先看清是替谁约的');
    expect(page).toContain(`name="for" value="${self}"`);
    expect(browser.of('appointments.book')).toEqual([]);
  });

  it('keeps the choice of whoever has to sign in again before pressing', async () => {
    const { page } = await browse(signedIn).get(`${at}/check?${choice}`);
    const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    expect(action).toBe(`${at}/check?${choice}`);
    const { location } = await browse().post(action!, fields);
    expect(location).toBe(`/sign-in?next=${encodeURIComponent(`${at}/check?${choice}`)}`);
  });

  it('asks again for a day that is none, and says so of one that cannot be had', async () => {
    const browser = browse(signedIn);
    for (const day of ['xyz', '2026-02-30', '0000-00-00']) {
      const { status, page } = await browser.get(`${at}?item=${item.code}&day=${day}`);
      expect(status).toBe(200);
      expect(textOf(page)).toContain('您哪天来？');
      expect(textOf(page)).not.toContain('没有能约的时间');
    }
    const yesterday = await browser.get(`${at}?item=${item.code}&day=2026-02-24`);
    expect(yesterday.status).toBe(409);
    expect(textOf(yesterday.page)).toContain('周二 2月24日没有能约的时间，请选别的日子。');
    const late = await browser.get(`${at}/check?item=${item.code}&day=2026-02-24&time=09%3A30`);
    expect(textOf(late.page)).toContain('这个时间不能约：要至少提前一小时');
    for (const time of ['noon', '09:15', '24:00'])
      expect((await browser.post(`${at}/check`, { ...fields, time })).location).toBe(
        `${at}?item=${item.code}&day=2026-02-26`,
      );
    expect(browser.of('appointments.book')).toEqual([]);
  });

  it('is offered at a point for the item that is looked for, and not where the door never opens', async () => {
    const { page } = await browse().get(`/items/${item.code}`);
    expect(page).toContain(`href="${at}?item=${item.code}"`);
    expect(page).not.toContain(`/points/${id(52)}/book`);
  });
});

describe('cancelling', () => {
  it('asks once more, cancels once, and says so', async () => {
    const browser = browse(signedIn);
    expect(textOf((await browser.get(`/me/appointments/${id(95)}/cancel`)).page)).toContain('真的不来了吗');
    const { location } = await browser.post(`/me/appointments/${id(95)}/cancel`, { key });
    expect(location).toBe('/me/appointments?done=unbooked');
    expect(browser.of('appointments.cancel')).toHaveLength(1);
    expect(textOf((await browser.get(location!)).page)).toContain('已经取消，这个时间让给别人了');
  });

  it('finds nothing by an address that is none', async () => {
    const browser = browse(signedIn);
    expect((await browser.post('/me/appointments/abc/cancel', { key })).status).toBe(404);
    expect(browser.of('appointments.cancel')).toEqual([]);
  });

  it('shows how it stands when it had begun', async () => {
    const browser = browse({
      ...signedIn,
      'appointments.cancel': () => {
        throw new Refused('appointment.begun');
      },
    });
    const { location } = await browser.post(`/me/appointments/${id(95)}/cancel`, { key });
    expect(location).toBe(`/me/appointments/${id(95)}?done=stale`);
    // What is over cannot be cancelled.
    expect((await browser.get(`/me/appointments/${id(96)}/cancel`)).location).toBe(`/me/appointments/${id(96)}`);
  });
});
