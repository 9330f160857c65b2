import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { t } from '../words.ts';
import { Button, Choices } from './kit.tsx';

/**
 * The receiver signs with a finger, a pen or a mouse; whoever signs on paper, or cannot use the pad, has that said instead.
 * The drawing is a small picture, sealed like every text that a person gave.
 */
export function Signature({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [onPaper, setOnPaper] = useState(value === '');
  return (
    <div className="signature">
      <Choices
        label={t('signature.how')}
        options={[
          { value: 'paper', label: t('signature.paper'), hint: t('signature.paper-hint') },
          { value: 'pad', label: t('signature.pad') },
        ]}
        value={onPaper ? 'paper' : 'pad'}
        onChange={(way) => {
          setOnPaper(way === 'paper');
          if (way === 'paper') onChange('');
        }}
      />
      {!onPaper && <Pad value={value} onChange={onChange} />}
    </div>
  );
}

function Pad({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const pad = useRef<HTMLCanvasElement>(null);
  const pen = useRef<{ x: number; y: number } | undefined>(undefined);
  const [kept] = useState(value);

  // What was drawn before a reload is put back.
  useEffect(() => {
    if (kept === '') return;
    const image = new Image();
    image.onload = () => pad.current?.getContext('2d')?.drawImage(image, 0, 0);
    image.src = kept;
  }, [kept]);

  const place = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const brush = event.currentTarget.getContext('2d');
    if (!pen.current || !brush) return;
    const to = place(event);
    brush.lineWidth = 3;
    brush.lineCap = 'round';
    brush.beginPath();
    brush.moveTo(pen.current.x, pen.current.y);
    brush.lineTo(to.x, to.y);
    brush.stroke();
    pen.current = to;
  };
  const lift = () => {
    if (!pen.current || !pad.current) return;
    pen.current = undefined;
    onChange(pad.current.toDataURL('image/png'));
  };
  const clear = () => {
    pad.current?.getContext('2d')?.clearRect(0, 0, pad.current.width, pad.current.height);
    onChange('');
  };
  return (
    <div className="signature-pad">
      <canvas
        ref={pad}
        width={560}
        height={180}
        aria-label={t('signature.here')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pen.current = place(event);
        }}
        onPointerMove={move}
        onPointerUp={lift}
        onPointerCancel={lift}
      />
      <Button look="quiet" disabled={value === ''} onClick={clear}>
        {t('signature.clear')}
      </Button>
    </div>
  );
}
