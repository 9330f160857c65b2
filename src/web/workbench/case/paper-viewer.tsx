import { useEffect, useState } from 'react';
import type { PaperView } from '#api/cases.ts';
import { Button } from '../ui/kit.tsx';
import { t } from '../words.ts';

/** A paper as it was given: pictures can be turned and enlarged, a PDF is the browser's own to show. */
export function PaperViewer({
  url,
  paper,
  title,
  onClose,
}: {
  url: string;
  paper: PaperView;
  title: string;
  onClose: () => void;
}) {
  const [turn, setTurn] = useState(0);
  const [large, setLarge] = useState(false);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another paper is shown from the start
  useEffect(() => {
    setTurn(0);
    setLarge(false);
    setFailed(false);
  }, [url]);
  const picture = paper.mediaType.startsWith('image/');
  return (
    <figure className="viewer">
      <figcaption>
        <b>{title}</b>
        {picture && (
          <>
            <Button look="quiet" onClick={() => setTurn((now) => (now + 90) % 360)}>
              {t('viewer.turn')}
            </Button>
            <Button look="quiet" aria-pressed={large} onClick={() => setLarge((now) => !now)}>
              {t(large ? 'viewer.fit' : 'viewer.enlarge')}
            </Button>
          </>
        )}
        <a href={url} target="_blank" rel="noopener" className="button quiet">
          {t('viewer.window')}
        </a>
        <Button look="quiet" aria-label={t('close')} onClick={onClose}>
          ×
        </Button>
      </figcaption>
      {failed ? (
        <p className="notice bad">{t('viewer.failed')}</p>
      ) : picture ? (
        <div className={`viewer-picture${large ? ' large' : ''}`}>
          <img src={url} alt={title} style={{ transform: `rotate(${turn}deg)` }} onError={() => setFailed(true)} />
        </div>
      ) : (
        <iframe src={url} title={title} />
      )}
    </figure>
  );
}
