import { fileURLToPath } from 'node:url';
import { minifyContractRouter } from '@orpc/contract';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { z } from 'zod';
import { contract } from '#api/index.ts';
import { commands } from '#domain/cases/commands.ts';

/**
 * What the browser needs to know of the contract, without the validators: methods and paths of the operations, and the shape
 * of each action's data (names, lengths, what is required). Made from the sources themselves at build time, so that they
 * cannot differ; it keeps zod, 60 kB, out of the first load.
 */
function shapes(): Plugin {
  const routes = (router: unknown): unknown =>
    JSON.parse(
      JSON.stringify(minifyContractRouter(router as typeof contract), (key, value) => {
        if (key === 'meta') return {};
        return key === 'summary' || key === 'tags' ? undefined : value;
      }),
    );
  const fields = () =>
    Object.fromEntries(
      Object.entries(commands).map(([action, schema]) => {
        const shape = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), (key, value) =>
          ['$schema', 'additionalProperties'].includes(key) ? undefined : value,
        );
        return [action, JSON.parse(shape)];
      }),
    );
  const made: Record<string, () => unknown> = {
    'virtual:contract': () => routes(contract),
    'virtual:commands': fields,
  };
  return {
    name: 'doorstep-shapes',
    enforce: 'pre',
    resolveId: (id) => {
      if (id === 'zod') return fileURLToPath(new URL('src/web/workbench/no-zod.ts', import.meta.url));
      return id in made ? `\0${id}` : undefined;
    },
    load: (id) => {
      const make = id.startsWith('\0') ? made[id.slice(1)] : undefined;
      return make && `export default ${JSON.stringify(make())}`;
    },
  };
}

/** The workbench. Citizen pages and the server need no build. */
export default defineConfig({
  root: 'src/web/workbench',
  base: '/work/',
  publicDir: false,
  plugins: [react(), shapes()],
  build: {
    outDir: '../../../dist/web/work',
    emptyOutDir: true,
    // The oldest browser in use at a station (UOS and Kylin desktops ship Chromium 86).
    target: 'chrome86',
    cssTarget: 'chrome86',
    chunkSizeWarningLimit: 400,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
