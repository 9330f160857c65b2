/**
 * What Chromium 86 lacks and our code, or a library of ours, calls. The build lowers syntax, never methods. Loaded before
 * everything else.
 */
function lend(target: object, name: string, method: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value: method, writable: true, configurable: true });
}

function at(this: { length: number; [index: number]: unknown }, index: number): unknown {
  return this[index < 0 ? this.length + index : index];
}

lend(Array.prototype, 'at', at);
lend(String.prototype, 'at', at);
lend(Array.prototype, 'findLast', function findLast(this: unknown[], test: (one: unknown) => boolean) {
  return [...this].reverse().find(test);
});
lend(
  Array.prototype,
  'findLastIndex',
  function findLastIndex(this: unknown[], test: (one: unknown, at: number) => boolean) {
    for (let place = this.length - 1; place >= 0; place -= 1) if (test(this[place], place)) return place;
    return -1;
  },
);
lend(Array.prototype, 'toSorted', function toSorted(this: unknown[], order?: (a: unknown, b: unknown) => number) {
  return [...this].sort(order);
});
lend(Array.prototype, 'toReversed', function toReversed(this: unknown[]) {
  return [...this].reverse();
});
// Not written as `Object.hasOwn`, which is what is being lent.
const { hasOwnProperty: owns } = Object.prototype;
lend(Object, 'hasOwn', (object: object, key: PropertyKey) => owns.call(object, key));
lend(AbortSignal.prototype, 'throwIfAborted', function throwIfAborted(this: AbortSignal) {
  if (this.aborted) throw new DOMException('The operation was stopped', 'AbortError');
});
