import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../api.ts';
import { inWords, t } from '../words.ts';

/** The office's stock opinions under a text: one click, or Alt with its number, and the text can still be changed. */
export function StockOpinions({ action, onPick }: { action: string; onPick: (text: string) => void }) {
  const stock = useQuery(api.cases.opinions.queryOptions({ input: { action } }));
  const choose = useRef<(at: number) => boolean>(() => false);
  choose.current = (at) => {
    const chosen = stock.data?.[at];
    if (chosen) onPick(inWords(chosen.text));
    return chosen !== undefined;
  };
  // Anywhere on the page: the hand need not be in the box.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.altKey && /^Digit[1-9]$/.test(event.code) && choose.current(Number(event.code.slice(5)) - 1))
        event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  if (!stock.data || stock.data.length === 0) return null;
  return (
    <fieldset className="stock">
      <legend className="sr">{t('panel.stock')}</legend>
      {stock.data.slice(0, 9).map((opinion, at) => (
        <button key={opinion.id} type="button" className="stock-opinion" onClick={() => onPick(inWords(opinion.text))}>
          <span className="key" aria-hidden="true">
            Alt {at + 1}
          </span>
          {inWords(opinion.text)}
        </button>
      ))}
    </fieldset>
  );
}
