import { languages } from '#domain/kernel/text.ts';
import { language, setLanguage, t } from '../words.ts';

const languageNames = { 'zh-CN': '中文', en: 'English' } as const;

export const Languages = () => (
  <fieldset className="languages">
    <legend className="sr">{t('me.language')}</legend>
    {languages.map((one) => (
      <button
        key={one}
        type="button"
        lang={one}
        className="menu-item"
        aria-pressed={one === language()}
        onClick={() => void setLanguage(one)}
      >
        {languageNames[one]}
      </button>
    ))}
  </fieldset>
);
