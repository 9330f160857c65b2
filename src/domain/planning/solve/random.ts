/** Numbers that look random and are the same in every run (Park and Miller). From 0 up to, and not including, 1. */
export function sequence(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
