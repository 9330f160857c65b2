/** Made by the plugin in vite.config.ts. */
declare module 'virtual:contract' {
  const routes: import('#api/index.ts').Contract;
  export default routes;
}
declare module 'virtual:commands' {
  const shapes: Record<import('#domain/cases/lifecycle.ts').ActionName, import('./case/shapes.ts').Shape>;
  export default shapes;
}
declare module '*.css';
