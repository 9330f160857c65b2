/**
 * Stands in for zod in the browser's build (see `vite.config.ts`). Domain modules that the workbench shares with the server
 * define their schemas as they load, and nothing here reads one: answers are checked by `checkAnswers`, panels by the shapes
 * made at build time, and everything again by the server. Without it an old station computer loads 26 kB more and builds
 * hundreds of schemas before it draws a page. Whoever reads a schema after all is told at once.
 */
const readers = new Set(['parse', 'safeParse', 'parseAsync', 'safeParseAsync', 'decode', 'encode']);

const inert: unknown = new Proxy(() => inert, {
  get: (_, name) => {
    if (readers.has(String(name))) throw new Error('zod is not part of the browser build: use the rule itself');
    return inert;
  },
});

export const z = inert;
