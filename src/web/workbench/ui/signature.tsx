import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { t } from '../words.ts';
import { Button, Choices } from './kit.tsx';

/** The longest that the command takes, as a data address. */
const longest = 200_000;

/**
 * The receiver signs with a finger, a pen or a mouse; whoever signs on paper, or cannot use the pad, has that said instead.
 * The drawing is a small black-and-white picture, sealed like every text that a person gave.
 */
export function Signature({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const pad = useRef<HTMLCanvasElement>(null);
  const pen = useRef<{ x: number; y: number } | undefined>(undefined);
  const [onPaper, setOnPaper] = useState(value === '');
  const [drawn, setDrawn] = useState(value !== '');

  useEffect(() => {
    const canvas = pad.current;
    const brush = canvas?.getContext('2d');
    if (!canvas || !brush) return;
    brush.fillStyle = '#fff';
    brush.fillRect(0, 0, canvas.width, canvas.height);
    if (value === '' || drawn === false) return;
    const image = new Image();
    image.onload = () => brush.drawImage(image, 0, 0);
    image.src = value;
    // Drawn again only when the pad itself appears; while it is in use the picture is already there.
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  }, [onPaper]);

  const place = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const brush = event.currentTarget.getContext('2d');
    if (!pen.current || !brush) return;
    const to = place(event);
    brush.strokeStyle = '#000';
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
    const picture = pad.current.toDataURL('image/png');
    setDrawn(true);
    onChange(picture.length <= longest ? picture : pad.current.toDataURL('image/jpeg', 0.5));
  };
  const clear = () => {
    const brush = pad.current?.getContext('2d');
    if (pad.current && brush) brush.fillRect(0, 0, pad.current.width, pad.current.height);
    setDrawn(false);
    onChange('');
  };
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
      {!onPaper && (
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
          <Button look="quiet" disabled={!drawn} onClick={clear}>
            {t('signature.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
