import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cycles, sqlViolations, violations } from './checks/import-rules.ts';
import { readSource } from './checks/source.ts';

/** Reads every import of the project at `root` and returns what breaks a rule of the house, one line each. */
export const checkProject = (root: string): string[] => {
  const find = (pattern: string) =>
    globSync(pattern, { cwd: root, exclude: (path) => path.includes('node_modules') }).map((path) =>
      path.replaceAll('\\', '/'),
    );
  const files = find('{src,db,tests,scripts,locales}/**/*.*');
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const project = {
    sources: files.filter((path) => /\.tsx?$/.test(path)).map((path) => readSource(path, readText(root, path))),
    files: new Set(files),
    aliases: readAliases(manifest),
  };
  const sql = files
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => sqlViolations(path, readText(root, path)));
  return [...violations(project), ...cycles(project), ...sql].map(({ path, line, says }) => `${path}:${line} ${says}`);
};

const readText = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

const readAliases = (manifest: unknown): Record<string, string> => {
  const imports = typeof manifest === 'object' && manifest && 'imports' in manifest ? manifest.imports : {};
  return Object.fromEntries(
    Object.entries(imports ?? {}).map(([alias, target]) => [
      alias.replace(/\*$/, ''),
      String(target).replace(/^\.\//, '').replace(/\*$/, ''),
    ]),
  );
};

if (import.meta.main) {
  const broken = checkProject(join(import.meta.dirname, '..'));
  for (const line of broken) console.error(line);
  if (broken.length > 0) process.exitCode = 1;
}
