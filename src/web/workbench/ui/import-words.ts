import enImport from '../../../../locales/en/import.json' with { type: 'json' };
import zhImport from '../../../../locales/zh-CN/import.json' with { type: 'json' };
import { wordBook } from '../../shared/words.ts';
import { language, sayFieldProblem } from '../words.ts';

const books = wordBook({ 'zh-CN': { import: zhImport }, en: { import: enImport } });

/** A mistake in a table, in words: the import's own, else those of numbers and of the organisation. */
export const sayImportProblem = (code: string, params?: Record<string, string | number>): string =>
  books(language()).find(`import.${code}`, params) ?? sayFieldProblem(code, params);
