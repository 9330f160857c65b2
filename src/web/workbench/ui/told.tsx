import { useSyncExternalStore } from 'react';
import { t } from '../words.ts';

/** The one line that says what was just done. It is read out, stays ten seconds, and never covers a button. */
let told: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const set = (next: string | undefined) => {
  told = next;
  for (const listener of listeners) listener();
};

export function tell(message: string): void {
  clearTimeout(timer);
  set(message);
  timer = setTimeout(() => set(undefined), 10_000);
}

export function Told() {
  const message = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => told,
  );
  return (
    <div className="told" role="status" aria-live="polite">
      {message !== undefined && (
        <p>
          {message}
          <button type="button" className="told-close" aria-label={t('close')} onClick={() => set(undefined)}>
            ×
          </button>
        </p>
      )}
    </div>
  );
}
