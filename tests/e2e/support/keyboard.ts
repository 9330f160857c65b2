import type { Page } from 'playwright-core';

/**
 * Goes through a page with the Tab key alone, as long as something new takes the focus, and tells what can be pressed but was
 * never reached, and what took the focus without showing it.
 */
export async function unreached(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    for (const one of document.querySelectorAll('[data-reached]')) one.removeAttribute('data-reached');
  });
  const faults = new Set<string>();
  for (let at = 0; at < 400; at += 1) {
    await page.keyboard.press('Tab');
    const [state, fault] = await page.evaluate(() => {
      const one = document.activeElement as HTMLElement | null;
      if (!one || one === document.body || one.tagName === 'IFRAME') return ['out', ''];
      // Hours and minutes of one time are two stops.
      if (one.getAttribute('data-reached') === 'last' && one.matches('[type=time]')) return ['same', ''];
      if (one.hasAttribute('data-reached')) return ['again', ''];
      document.querySelector('[data-reached=last]')?.setAttribute('data-reached', '');
      one.setAttribute('data-reached', 'last');
      const { outlineStyle, boxShadow } = getComputedStyle(one);
      const called = `<${one.tagName.toLowerCase()}> ${one.textContent?.trim().slice(0, 24) || one.getAttribute('aria-label')}`;
      if (outlineStyle === 'none' && boxShadow === 'none') return ['new', `${called}: no mark of the focus`];
      const { left, right, top, bottom } = one.getBoundingClientRect();
      if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth)
        return ['new', `${called}: has the focus out of sight`];
      return ['new', ''];
    });
    if (fault) faults.add(fault);
    if (state === 'again') break;
  }
  const missed = await page.evaluate(() => {
    const seen = (one: Element) => {
      const { width, height } = one.getBoundingClientRect();
      return one.checkVisibility({ visibilityProperty: true }) && width > 2 && height > 2;
    };
    const room = document.querySelector('dialog[open]') ?? document;
    const reached = (one: Element | null | undefined): boolean => one?.matches('[data-reached]') ?? false;
    const called = (one: Element) =>
      `<${one.tagName.toLowerCase()}> ${one.textContent?.trim().slice(0, 24) || one.getAttribute('aria-label')}`;
    const missing: string[] = [];
    for (const one of room.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')) {
      if (!seen(one) || reached(one) || (one as HTMLButtonElement).disabled) continue;
      // Arrow keys walk the buttons of one question.
      if (one instanceof HTMLInputElement && one.type === 'radio') {
        const group = document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`);
        if ([...group].some(reached)) continue;
      }
      missing.push(`${called(one)}: not reached`);
    }
    for (const one of room.querySelectorAll<HTMLElement>('*')) {
      if (getComputedStyle(one).cursor !== 'pointer' || !seen(one)) continue;
      if (one.closest('a, button, label, summary, input, select, [role=option]')) continue;
      missing.push(`${called(one)}: for the mouse alone`);
    }
    return missing;
  });
  return [...faults, ...missed];
}
