import { useMemo, useState } from 'react';
import type { Replacement } from '#api/planning.ts';
import { client } from '../api.ts';
import { useCommand } from '../command.ts';
import { said } from '../map/names.ts';
import { Button, Choices, Field, Refusal, TextField } from '../ui/kit.tsx';
import { t } from '../words.ts';
import { readAgain } from './jobs.tsx';
import { PlaceField, usePoints } from './place-field.tsx';
import { number, type PlanWord, p, travelTime } from './words.ts';

const weekday = (of: number): string => p(`weekday.${of}` as PlanWord);

/** 每 2 周的星期三来村里服务; with the point that takes over where the reader does not see it. */
export function sayReplacement(of: Replacement, name?: string): string {
  const when = { weeks: of.everyWeeks ?? 1, day: weekday(of.weekday ?? 1) };
  return name === undefined
    ? p(`replacement.${of.how}.text`, when)
    : p(`replacement.${of.how}.by`, { ...when, name: said(name) });
}

export interface Closing {
  site: string;
  name: string;
  people: number;
  replacement: Replacement | null;
  instead: string | null;
  nearest: { site: string; name: string; seconds: number } | null;
  beyond: number;
}

const ways = ['nearer-point', 'agent', 'service-day'] as const;

/** Each closing with what comes instead, for whom: no plan is sent for review while one is open. */
export function Closings({
  of,
  scenario,
  seq,
  editable,
}: {
  of: readonly Closing[];
  scenario: string;
  seq: number;
  editable: boolean;
}) {
  const open = of.filter((closing) => !closing.replacement);
  const gone = new Set(of.map(({ site }) => site));
  if (of.length === 0) return <p className="none">{p('closings.none')}</p>;
  return (
    <>
      <p className={open.length > 0 ? 'notice warn' : 'notice good'}>
        {open.length > 0 ? p('closings.open', { count: open.length, all: of.length }) : p('closings.all-said')}
      </p>
      <ul className="closings">
        {of.map((closing) => (
          <OneClosing key={closing.site} of={closing} gone={gone} scenario={scenario} seq={seq} editable={editable} />
        ))}
      </ul>
    </>
  );
}

function OneClosing({
  of,
  gone,
  scenario,
  seq,
  editable,
}: {
  of: Closing;
  /** Closed by the plan: none of them takes over. */
  gone: ReadonlySet<string>;
  scenario: string;
  seq: number;
  editable: boolean;
}) {
  const [editing, setEditing] = useState(false);
  return (
    <li>
      <span className="closing-what">
        <b>{said(of.name)}</b>
        <small className="num">
          {p('closings.people', { people: number(of.people) })}
          {of.nearest &&
            ` · ${p('closings.nearest', { name: said(of.nearest.name), time: travelTime(of.nearest.seconds) })}`}
        </small>
        {of.beyond > 0 && <small className="bad num">{p('closings.beyond', { people: number(of.beyond) })}</small>}
        <small className={of.replacement ? 'good' : 'bad'}>
          {of.replacement ? sayReplacement(of.replacement, of.instead ?? undefined) : p('closings.unsaid')}
        </small>
      </span>
      {editable && (
        <Button look="quiet" aria-expanded={editing} onClick={() => setEditing(!editing)}>
          {p('closings.say')}
        </Button>
      )}
      {editing && (
        <ReplacementForm of={of} gone={gone} scenario={scenario} seq={seq} onDone={() => setEditing(false)} />
      )}
    </li>
  );
}

function ReplacementForm({
  of,
  gone,
  scenario,
  seq,
  onDone,
}: {
  of: Closing;
  gone: ReadonlySet<string>;
  scenario: string;
  seq: number;
  onDone: () => void;
}) {
  const [how, setHow] = useState<Replacement['how']>(
    of.replacement?.how ?? (of.beyond > 0 ? 'service-day' : 'nearer-point'),
  );
  const [day, setDay] = useState(of.replacement?.weekday ?? 3);
  const [weeks, setWeeks] = useState(of.replacement?.everyWeeks ?? 1);
  const [note, setNote] = useState(of.replacement?.note ?? '');
  const [site, setSite] = useState(of.replacement?.site ?? of.nearest?.site);
  const points = usePoints();
  const places = useMemo(() => new Map([...points].filter(([, { id }]) => !gone.has(id))), [points, gone]);
  const present = site === of.replacement?.site ? of.instead : of.nearest?.name;
  const save = useCommand(
    `replace ${of.site}`,
    (replacement: Replacement, options) =>
      client.planning.setReplacement({ id: scenario, seq, sites: [of.site], replacement }, options),
    () => {
      readAgain();
      onDone();
    },
  );
  return (
    <form
      className="grid-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (site === undefined) return;
        save.mutate({
          how,
          site,
          ...(how === 'service-day' && { weekday: day, everyWeeks: weeks }),
          ...(note.trim() !== '' && { note: note.trim() }),
        });
      }}
    >
      <Choices
        wide
        label={p('replacement.how')}
        options={ways.map((value) => ({
          value,
          label: p(`replacement.${value}`),
          hint: p(`replacement.${value}.hint`),
        }))}
        value={how}
        onChange={(value) => setHow(value as Replacement['how'])}
      />
      <PlaceField
        label={p('replacement.site')}
        hint={present ? p('replacement.site.now', { name: said(present) }) : p('closings.no-other')}
        places={places}
        onChoose={(chosen) => setSite(chosen ?? of.replacement?.site ?? of.nearest?.site)}
      />
      {how === 'service-day' && (
        <>
          <Field label={p('replacement.weekday')}>
            {(parts) => (
              <select {...parts} value={day} onChange={(event) => setDay(Number(event.target.value))}>
                {[1, 2, 3, 4, 5, 6, 7].map((one) => (
                  <option key={one} value={one}>
                    {weekday(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={p('replacement.weeks')}>
            {(parts) => (
              <select {...parts} value={weeks} onChange={(event) => setWeeks(Number(event.target.value))}>
                {[1, 2, 4].map((one) => (
                  <option key={one} value={one}>
                    {p('replacement.every', { weeks: one })}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      <TextField label={p('replacement.note')} optional wide maxLength={200} value={note} onChange={setNote} />
      {save.error && <Refusal error={save.error} />}
      <Button type="submit" look="main" busy={save.isPending} disabled={site === undefined}>
        {t('save')}
      </Button>
    </form>
  );
}
