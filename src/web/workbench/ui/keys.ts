import { useEffect, useRef } from 'react';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)));

/** What was pressed, in small letters: 'j', '?', 'enter', 'escape', 'mod+enter'. */
const nameOf = (event: KeyboardEvent): string => {
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

/**
 * Keys of a page. Single letters are silent while somebody types, composes Chinese or holds Alt; a handler that returns
 * false lets the key go on.
 */
export function useKeys(handlers: Record<string, (event: KeyboardEvent) => unknown>, active = true): void {
  const now = useRef(handlers);
  now.current = handlers;
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.defaultPrevented) return;
      const name = nameOf(event);
      const handler = now.current[name];
      if (!handler) return;
      const everywhere = name.startsWith('mod+') || name === 'escape';
      if (typing(event.target) && !everywhere) return;
      // A button or link keeps its own Enter and Space.
      if (
        (name === 'enter' || name === ' ') &&
        event.target instanceof HTMLElement &&
        event.target.closest('a, button')
      )
        return;
      if (handler(event) !== false) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [active]);
}
