import { type DragEvent, useRef, useState } from 'react';
import type { PaperView } from '#api/cases.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { Button, Refusal } from '../ui/kit.tsx';
import { t } from '../words.ts';

const accepted = 'image/jpeg,image/png,application/pdf';

/** Adds papers to one material, by choosing, dropping or pasting files. What a file really is the server reads from its content. */
export function PaperDrop({
  caseId,
  material,
  name,
  onAdded,
}: {
  caseId: string;
  material: string;
  name: string;
  onAdded: (paper: PaperView) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const stop = useRef<AbortController>(null);
  const upload = useCommand(
    `paper ${caseId} ${material}`,
    (file: File, options) => {
      stop.current = new AbortController();
      return client.papers.upload({ case: caseId, material, file }, { ...options, signal: stop.current.signal });
    },
    (paper) => onAdded(paper),
  );
  const give = async (files: Iterable<File>) => {
    for (const file of files) await upload.mutateAsync(file).catch(() => undefined);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void give(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way beside the button
    <div
      className={`paper-drop${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      onPaste={(event) => void give(event.clipboardData.files)}
    >
      <input
        ref={input}
        type="file"
        accept={accepted}
        multiple
        tabIndex={-1}
        aria-label={t('papers.add-to', { name })}
        onChange={(event) => {
          void give([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button
        look="quiet"
        busy={upload.isPending}
        aria-label={t('papers.add-to', { name })}
        onClick={() => input.current?.click()}
      >
        {t('papers.add')}
      </Button>
      {upload.isPending && (
        <Button look="quiet" onClick={() => stop.current?.abort()}>
          {t('papers.stop')}
        </Button>
      )}
      <span className="hint">{t('papers.drop')}</span>
      {upload.error && upload.error.name !== 'AbortError' && <Refusal error={upload.error} />}
    </div>
  );
}
