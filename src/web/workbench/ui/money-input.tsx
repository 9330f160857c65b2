import { useEffect, useState } from 'react';
import { formatMoney } from '#domain/catalogue/format.ts';
import { parseMoney } from '#domain/catalogue/posted.ts';
import type { FieldParts } from './kit.tsx';

/** Yuan as people write them, fen as the system keeps them, and the amount read back beside the box. */
export function MoneyInput({
  value,
  onChange,
  ...parts
}: Partial<FieldParts> & { value: unknown; onChange: (value: number | string) => void; 'aria-label'?: string }) {
  const shown = typeof value === 'number' ? formatMoney(value).slice(1) : String(value ?? '');
  const [typed, setTyped] = useState(shown);
  const [here, setHere] = useState(false);
  useEffect(() => {
    if (!here) setTyped(shown);
  }, [shown, here]);
  return (
    <div className="money-input">
      <span aria-hidden="true">¥</span>
      <input
        {...parts}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onFocus={() => setHere(true)}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(parseMoney(event.target.value) ?? event.target.value);
        }}
        onBlur={() => setHere(false)}
      />
      {here && typeof value === 'number' && <span className="day-said">{formatMoney(value)}</span>}
    </div>
  );
}
