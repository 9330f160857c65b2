import { type ReactNode, useState } from 'react';
import type { DraftView } from '#api/cases.ts';
import type { Submission } from '#domain/cases/commands.ts';
import type { Completeness } from '#domain/catalogue/completeness.ts';
import type { Item } from '#domain/catalogue/item.ts';
import { useMe } from '../me.tsx';
import { useKeys } from '../ui/keys.ts';
import { Button, Choices, Field, Section } from '../ui/kit.tsx';
import { type Picked, SitePicker } from '../ui/pickers.tsx';
import { t, tx } from '../words.ts';

export type SubmitWish = Submission;

const byStaff = ['counter', 'visit', 'hotline'] as const;

/** How it is handled, by which way it came, and where the result goes; then it is sent, and received where this site may. */
export function SubmitBox({
  draft,
  item,
  busy,
  ready,
  verdict,
  onSend,
  children,
}: {
  draft: DraftView;
  item: Item;
  busy: boolean;
  ready: boolean;
  verdict: Completeness['verdict'];
  onSend: (wish: SubmitWish) => void;
  children: ReactNode;
}) {
  const me = useMe();
  const [mode, setMode] = useState<string>(
    item.modes.includes('assisted') && item.rights.receive.every((level) => level !== me.post?.unit.level)
      ? 'assisted'
      : item.modes[0]!,
  );
  const [channel, setChannel] = useState<(typeof byStaff)[number]>('counter');
  const [way, setWay] = useState<string>(item.delivery.ways.includes('site') ? 'site' : item.delivery.ways[0]!);
  const [site, setSite] = useState<Picked>();
  const wish = (): SubmitWish => ({
    mode: mode as Submission['mode'],
    channel,
    delivery: { way: way as Submission['delivery']['way'], unit: way === 'site' ? (site?.id ?? null) : null },
  });
  const send = () => {
    if (!busy) onSend(wish());
  };
  useKeys({ 'mod+enter': send });
  const receives = me.post && item.rights.receive.includes(me.post.unit.level) && 'case.receive' in me.permissions;
  return (
    <Section title={t('submit.title')}>
      <Field label={t('submit.mode')}>
        {(parts) => (
          <select {...parts} value={mode} onChange={(event) => setMode(event.target.value)}>
            {item.modes.map((one) => (
              <option key={one} value={one}>
                {tx(`status.office.mode.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choices
        label={t('submit.channel')}
        options={byStaff.map((value) => ({ value, label: tx(`status.channel.${value}`) }))}
        value={channel}
        onChange={(value) => setChannel(value as typeof channel)}
      />
      <Choices
        label={t('submit.delivery')}
        options={item.delivery.ways.map((value) => ({ value, label: tx(`status.delivery.${value}`) }))}
        value={way}
        onChange={setWay}
      />
      {way === 'site' && (
        <Field label={t('submit.site')} hint={t('submit.site-hint')} optional>
          {(parts) => <SitePicker {...parts} value={site} onPick={setSite} />}
        </Field>
      )}
      {verdict !== 'complete' && (
        <p className="notice warn">{t(verdict === 'conditional' ? 'submit.conditional' : 'submit.incomplete')}</p>
      )}
      {draft.person === null && !item.anonymousAllowed && <p className="notice warn">{t('submit.no-person')}</p>}
      {children}
      <Button look="main" keyCap="Ctrl Enter" busy={busy} onClick={send} aria-disabled={!ready}>
        {t(receives && channel === 'counter' ? 'submit.send-receive' : 'submit.send')}
      </Button>
    </Section>
  );
}
