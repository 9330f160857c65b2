import { languages } from '#domain/kernel/text.ts';
import { language, setLanguage, t } from '../words.ts';

export const languageNames = { 'zh-CN': '中文', en: 'English' } as const;

export const Languages = () => (
  <div className="languages" role="group" aria-label={t('me.language')}>
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
  </div>
);
