import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

/** A UUID of version 4 without `crypto.randomUUID`, which Chromium 86 and plain http lack. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Where keys wait for their answer: the tab's own storage, so that a reload in the middle does not make a second command. */
export type KeyShelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The same input gives the same print; a file counts as its name, size and date. */
export const printOf = (input: unknown): string =>
  JSON.stringify(input, (_, value: unknown) =>
    value instanceof Blob ? [(value as File).name, value.size, (value as File).lastModified] : value,
  ) ?? '';

/** Short and not secret: what is stored beside a key says nothing of what was typed. */
export function digestOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return `${text.length}.${hash.toString(36)}`;
}

/**
 * The key of one intent: what the user wants done, with exactly this input. It is made once and kept until an answer came, so
 * a double click, a lost line or a reload repeats the same command and never makes a second one.
 */
export function keyFor(shelf: KeyShelf, intent: string, input: unknown): string {
  const print = digestOf(printOf(input));
  const [kept, keptPrint] = (shelf.getItem(`key:${intent}`) ?? '').split(' ');
  if (kept && keptPrint === print) return kept;
  const key = newKey();
  shelf.setItem(`key:${intent}`, `${key} ${print}`);
  return key;
}

export const answered = (shelf: KeyShelf, intent: string): void => shelf.removeItem(`key:${intent}`);

/**
 * Sends a command once for each intent. `intent` names what it is about ("case 0198… accept"); while the line is away the
 * command waits and goes on by itself.
 */
export function useCommand<Input, Output>(
  intent: string,
  send: (input: Input, options: { context: { key: string } }) => Promise<Output>,
  then?: (output: Output, input: Input) => void,
): UseMutationResult<Output, Error, Input> {
  const running = useRef<Promise<Output> | null>(null);
  return useMutation<Output, Error, Input>({
    mutationKey: [intent],
    mutationFn: (input) => {
      // A second click while the first is under way gets the first one's answer.
      running.current ??= send(input, { context: { key: keyFor(sessionStorage, intent, input) } }).finally(() => {
        running.current = null;
      });
      return running.current;
    },
    onSettled: () => answered(sessionStorage, intent),
    onSuccess: (output, input) => then?.(output, input),
  });
}
