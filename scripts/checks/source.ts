import { parseSync } from 'vite';

/** One way in which a file names another, whatever the syntax. */
export interface Import {
  specifier: string;
  line: number;
  typeOnly: boolean;
  /** Starts a thread of its own, which loads its files anew. */
  thread: boolean;
  /** What is taken out by name; empty for `import x`, `import * as x` and `import('x')`. */
  names: string[];
}

/** What the rules need to know about a source file. */
export interface Source {
  /** From the root of the project, with `/`. */
  path: string;
  imports: Import[];
  /** Reads of the present time, of chance or of the outside: `Date.now`, `new Date()`, `Math.random`, `process` … */
  ambient: { what: string; line: number }[];
  /** Calls that build a query, by the name of the method. */
  queries: { what: string; line: number }[];
  /** Every text of the file, for words that must not be in SQL. */
  texts: { text: string; line: number }[];
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const nodeAt = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

const nodesAt = (node: Node, key: string): Node[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** A text without places to fill in: `'x'` or `` `x` ``. */
const literal = (node: Node | undefined): string | undefined => {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  const quasis = node?.type === 'TemplateLiteral' ? nodesAt(node, 'quasis') : [];
  return quasis.length === 1 ? quasiText(quasis[0]!) : undefined;
};

const quasiText = (quasi: Node): string => {
  const value = quasi.value;
  return typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : '';
};

const identifier = (node: Node | undefined): string | undefined =>
  node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : undefined;

/** `a.b` or `a['b']` as `a.b`, for identifiers only. */
const dotted = (node: Node | undefined): string | undefined => {
  if (node?.type !== 'MemberExpression') return identifier(node);
  const property = nodeAt(node, 'property');
  const owner = dotted(nodeAt(node, 'object'));
  const name = node.computed ? literal(property) : identifier(property);
  return owner && name ? `${owner.replace(/^globalThis\./, '')}.${name}` : undefined;
};

const isMetaUrl = (node: Node | undefined): boolean =>
  node?.type === 'MemberExpression' &&
  nodeAt(node, 'object')?.type === 'MetaProperty' &&
  identifier(nodeAt(node, 'property')) === 'url';

const specifierNames = (node: Node): string[] =>
  nodesAt(node, 'specifiers').flatMap((specifier) => {
    const name = nodeAt(specifier, 'imported') ?? nodeAt(specifier, 'local');
    return specifier.type === 'ImportSpecifier' || specifier.type === 'ExportSpecifier'
      ? [identifier(name) ?? literal(name) ?? '']
      : [];
  });

const isTypeOnly = (node: Node): boolean => {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = nodesAt(node, 'specifiers');
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type');
};

/** The file that this piece of syntax names, if it names one. An address that is only known at run time is `*`. */
const named = (node: Node): Omit<Import, 'line'> | undefined => {
  const plain = (target: Node | undefined, typeOnly = false, names: string[] = []) => ({
    specifier: literal(target) ?? '*',
    typeOnly,
    thread: false,
    names,
  });
  const args = nodesAt(node, 'arguments');
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return plain(nodeAt(node, 'source'), isTypeOnly(node), specifierNames(node));
    case 'ExportNamedDeclaration':
      return nodeAt(node, 'source') && plain(nodeAt(node, 'source'), isTypeOnly(node), specifierNames(node));
    case 'ImportExpression':
      return plain(nodeAt(node, 'source'));
    case 'TSImportType':
      return plain(nodeAt(node, 'source'), true);
    case 'TSExternalModuleReference':
      return plain(nodeAt(node, 'expression'));
    case 'NewExpression':
      return identifier(nodeAt(node, 'callee')) === 'URL' && isMetaUrl(args[1]) ? asThread(plain(args[0])) : undefined;
    case 'CallExpression':
      return identifier(nodeAt(node, 'callee')) === 'require' ? plain(args[0]) : undefined;
    default:
      return undefined;
  }
};

/** `new URL('x.ts', import.meta.url)` starts a worker: only code counts, and `x.ts` means `./x.ts`. */
const asThread = (found: Omit<Import, 'line'>): Omit<Import, 'line'> | undefined => {
  if (!/\.[cm]?[jt]sx?$/.test(found.specifier)) return undefined;
  const specifier = /^[./#]/.test(found.specifier) ? found.specifier : `./${found.specifier}`;
  return { ...found, specifier, thread: true };
};

const outside = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'Date']);
const outsideOwners = new Set(['process', 'console', 'crypto', 'localStorage', 'sessionStorage', 'indexedDB']);
const ambientMembers = new Set(['Date.now', 'Math.random', 'performance.now', 'Temporal.Now']);

const ambientUse = (node: Node): string | undefined => {
  if (node.type === 'NewExpression' && identifier(nodeAt(node, 'callee')) === 'Date') {
    return nodesAt(node, 'arguments').length === 0 ? 'new Date()' : undefined;
  }
  if (node.type === 'CallExpression') {
    const callee = identifier(nodeAt(node, 'callee'));
    return callee && outside.has(callee) ? `${callee}()` : undefined;
  }
  const path = node.type === 'MemberExpression' ? dotted(node) : undefined;
  if (!path) return undefined;
  return ambientMembers.has(path) || outsideOwners.has(path.split('.')[0]!) ? path : undefined;
};

const queryMethods = new Set(['selectFrom', 'selectNoFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);

const queryUse = (node: Node): string | undefined => {
  const callee = node.type === 'CallExpression' ? nodeAt(node, 'callee') : undefined;
  const method = callee?.type === 'MemberExpression' ? identifier(nodeAt(callee, 'property')) : undefined;
  return method && queryMethods.has(method) ? method : undefined;
};

const visit = (value: unknown, onNode: (node: Node) => void): void => {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, onNode);
  } else if (isNode(value)) {
    onNode(value);
    for (const key of Object.keys(value)) if (key !== 'type') visit(value[key], onNode);
  }
};

/** The parser counts positions in UTF-16 units, as JavaScript does. */
const lineFinder = (text: string): ((position: number) => number) => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (position) => starts.findLastIndex((start) => start <= position) + 1;
};

/** @throws Error with the parser's message when the file is not TypeScript. */
export const readSource = (path: string, text: string): Source => {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const lineOf = lineFinder(text);
  const source: Source = { path, imports: [], ambient: [], queries: [], texts: [] };
  visit(program, (node) => {
    const line = lineOf(node.start);
    const found = named(node);
    if (found) source.imports.push({ ...found, line });
    const ambient = ambientUse(node);
    if (ambient) source.ambient.push({ what: ambient, line });
    const query = queryUse(node);
    if (query) source.queries.push({ what: query, line });
    const said =
      node.type === 'TemplateElement' ? quasiText(node) : node.type === 'Literal' ? literal(node) : undefined;
    if (said) source.texts.push({ text: said, line });
  });
  return source;
};
