import enActions from '../../../../locales/en/actions.json' with { type: 'json' };
import enDocuments from '../../../../locales/en/documents.json' with { type: 'json' };
import zhActions from '../../../../locales/zh-CN/actions.json' with { type: 'json' };
import zhDocuments from '../../../../locales/zh-CN/documents.json' with { type: 'json' };
import { wordBook } from '../../shared/words.ts';

/** The sentences of printed documents, loaded with the case page only. */
export const letterWords = wordBook({
  'zh-CN': { actions: zhActions, documents: zhDocuments },
  en: { actions: enActions, documents: enDocuments },
});
