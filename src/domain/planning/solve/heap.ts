/** Items by their keys, the least first; equal keys by the number of the item. */
export function newHeap() {
  const items: number[] = [];
  const keys: number[] = [];
  const before = (i: number, j: number) => keys[i]! < keys[j]! || (keys[i] === keys[j] && items[i]! < items[j]!);
  const swap = (i: number, j: number) => {
    [items[i], items[j]] = [items[j]!, items[i]!];
    [keys[i], keys[j]] = [keys[j]!, keys[i]!];
  };
  return {
    push(item: number, key: number) {
      items.push(item);
      keys.push(key);
      for (let i = items.length - 1; i > 0 && before(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1);
    },
    pop(): [number, number] | undefined {
      if (items.length === 0) return undefined;
      swap(0, items.length - 1);
      const top: [number, number] = [items.pop()!, keys.pop()!];
      for (let i = 0; ; ) {
        const [l, r] = [2 * i + 1, 2 * i + 2];
        let least = i;
        if (l < items.length && before(l, least)) least = l;
        if (r < items.length && before(r, least)) least = r;
        if (least === i) return top;
        swap(i, least);
        i = least;
      }
    },
  };
}
