import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { t } from '../words.ts';
import { focused } from './kit.tsx';

export interface ComboOption<Value> {
  key: string;
  value: Value;
  label: ReactNode;
  /** What the box says once it is chosen. */
  text: string;
  hint?: ReactNode;
}

/**
 * A box to type in with a list under it, by the ARIA combobox pattern: arrows move, Enter takes, Escape closes. The options
 * come from the server as one types, a quarter of a second after the last key.
 */
export function Combo<Value>({
  id,
  value,
  find,
  onPick,
  placeholder,
  focus = false,
  ...described
}: {
  id?: string;
  /** What is chosen now, in words. */
  value: string;
  find: (text: string, signal: AbortSignal) => Promise<ComboOption<Value>[]>;
  onPick: (picked: Value | undefined, text: string) => void;
  placeholder?: string;
  focus?: boolean;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-label'?: string;
}) {
  const list = useId();
  const [text, setText] = useState<string>();
  const [options, setOptions] = useState<ComboOption<Value>[]>([]);
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const [at, setAt] = useState(0);
  const search = useRef(find);
  search.current = find;

  useEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      setState('busy');
      const found = await search.current((text ?? '').trim(), stop.signal).catch(() => undefined);
      if (stop.signal.aborted) return;
      setState(found ? 'idle' : 'failed');
      setOptions(found ?? []);
      setAt(0);
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, open]);

  const pick = (option: ComboOption<Value>) => {
    setText(undefined);
    setOpen(false);
    onPick(option.value, option.text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setAt((now) => Math.max(0, Math.min(options.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open && options[at]) {
      event.preventDefault();
      pick(options[at]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
      setText(undefined);
    }
  };
  return (
    <div className="combo">
      <input
        type="text"
        {...(id !== undefined && { id })}
        {...described}
        {...(focus && { ref: focused })}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        {...(open && options[at] && { 'aria-activedescendant': `${list}-${at}` })}
        autoComplete="off"
        placeholder={placeholder}
        value={text ?? value}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          if (value !== '') onPick(undefined, '');
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          setText(undefined);
        }}
      />
      {open && (
        <div id={list} role="listbox" className="combo-list">
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
            <div
              key={option.key}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(option)}
              onMouseMove={() => setAt(index)}
            >
              <span>{option.label}</span>
              {option.hint !== undefined && <small>{option.hint}</small>}
            </div>
          ))}
          {options.length === 0 && (
            <p className="combo-none">
              {state === 'failed' ? t('combo.failed') : state === 'busy' ? t('loading') : t('combo.none')}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
