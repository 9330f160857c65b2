import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { units } from '#domain/catalogue/guide.words.ts';
import type { Item, Limit } from '#domain/catalogue/item.ts';
import { tightened } from '#domain/catalogue/versions.ts';
import { api, client, queryClient } from '../api.ts';
import { useCommand } from '../command.ts';
import { may, useMe } from '../me.tsx';
import { day, today } from '../say.ts';
import { DayInput } from '../ui/day-input.tsx';
import { Button, Choices, Facts, Field, Refusal, Section, Shown } from '../ui/kit.tsx';
import { type Picked, UnitPicker } from '../ui/pickers.tsx';
import { tell } from '../ui/told.tsx';
import { inWords, language, t, tx } from '../words.ts';

/** 10 个工作日, 10 working days. */
function sayLimit({ amount, unit }: Pick<Limit, 'amount' | 'unit'>): string {
  const words = units[unit];
  return language() === 'en' ? `${amount} ${words.en[amount === 1 ? 0 : 1]}` : `${amount}${words['zh-CN']}`;
}

/** The items in force, and for each what a clerk or a unit head has to know; a unit may promise to be faster. */
export default function Catalogue() {
  const [, go] = useLocation();
  const chosen = new URLSearchParams(useSearch()).get('item') ?? undefined;
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const items = useQuery({
    ...api.catalogue.search.queryOptions({ input: { limit: 100, ...(text !== '' && { text }) } }),
    placeholderData: (before) => before,
  });
  return (
    <div className="split">
      <Section title={t('admin.catalogue')}>
        <Field label={t('catalogue.find')}>
          {(parts) => (
            <input {...parts} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
        <Shown query={items}>
          {(found) => (
            <ul className="items">
              {found.items.map((item) => (
                <li key={item.code}>
                  <button
                    type="button"
                    aria-pressed={item.code === chosen}
                    onClick={() => go(`/admin/catalogue?item=${item.code}`, { replace: true })}
                  >
                    <b>{inWords(item.name)}</b>
                    <small>
                      {item.code} · {inWords(item.plainName)}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      </Section>
      {chosen === undefined ? <CityLimits /> : <ItemCard key={chosen} code={chosen} />}
    </div>
  );
}

type City = Awaited<ReturnType<typeof client.catalogue.cityLimits>>;
type Bound = Pick<Limit, 'amount' | 'unit' | 'basis'>;
const sayBound = (limit: Bound): string => `${sayLimit(limit)} (${inWords(limit.basis)})`;

/** What every office is held to where an item says nothing else. */
function CityLimits() {
  const city = useQuery(api.catalogue.cityLimits.queryOptions());
  return (
    <Section title={t('catalogue.city')}>
      <p className="lead">{t('catalogue.city-lead')}</p>
      <Shown query={city}>
        {(limits) => (
          <Facts
            of={[
              [t('catalogue.city-notice'), sayBound(limits.notice)],
              [t('catalogue.tighten-acceptance'), sayBound(limits.acceptance)],
              [t('catalogue.tighten-delivery'), sayBound(limits.delivery)],
              [t('catalogue.tighten-collection'), sayBound(limits.collection)],
              [t('catalogue.city-owed'), t('catalogue.city-owed-of', { ...limits.owed })],
              [t('catalogue.city-since'), day(limits.validFrom)],
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

/** The item's own limits beside the decision, and those of the city where it has none. */
const boundsOf = ({ acceptWithin, delivery, collectWithin }: Item, city: City | undefined) =>
  (
    [
      ['acceptance', acceptWithin ?? city?.acceptance],
      ['delivery', delivery.limit ?? city?.delivery],
      ['collection', collectWithin ?? city?.collection],
    ] as const
  ).flatMap(([kind, limit]) => (limit ? [[t(`catalogue.tighten-${kind}`), sayBound(limit)] as const] : []));

function ItemCard({ code }: { code: string }) {
  const me = useMe();
  const item = useQuery(api.catalogue.get.queryOptions({ input: { code } }));
  const city = useQuery(api.catalogue.cityLimits.queryOptions());
  const levels = (list: readonly string[]) => list.map((level) => tx(`status.level.${level}`)).join(t('list.comma'));
  return (
    <Shown query={item}>
      {(known) => (
        <div>
          <Section title={inWords(known.name)} aside={<span className="aside num">{known.code}</span>}>
            <p className="lead">{inWords(known.summary)}</p>
            <Facts
              of={[
                [t('catalogue.version'), t('catalogue.version-of', { version: known.version, from: known.validFrom })],
                [t('catalogue.help'), levels(known.rights.help)],
                [t('catalogue.receive'), levels(known.rights.receive)],
                [t('catalogue.accept'), levels(known.rights.accept)],
                [t('catalogue.decide'), tx(`status.level.${known.rights.decide}`)],
                ...known.limits.map((limit) => [t(`catalogue.${limit.kind}`), sayBound(limit)] as const),
                ...boundsOf(known, city.data),
                [
                  t('catalogue.flow'),
                  known.flow
                    .map((stage) => `${inWords(stage.name)} (${tx(`status.level.${stage.level}`)})`)
                    .join(' → '),
                ],
                [
                  t('catalogue.results'),
                  known.results.map((kind) => tx(`status.result.${kind}`)).join(t('list.comma')),
                ],
                [t('catalogue.basis'), known.legalBasis.map(inWords).join(language() === 'en' ? '; ' : '；')],
              ]}
            />
          </Section>
          <Section title={t('papers.title')}>
            <ul className="entries">
              {known.materials.map((material) => (
                <li key={material.code}>
                  <span>
                    <b>{inWords(material.name)}</b>
                    <small>
                      {t(material.required ? 'papers.required' : 'papers.if-any')} · {inWords(material.legalBasis)}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          </Section>
          {may(me, 'catalogue.tighten') && <Tighten code={code} />}
        </div>
      )}
    </Shown>
  );
}

/** A division may be stricter with itself than the city, never looser: faster, and keeping a result ready for longer. */
function Tighten({ code }: { code: string }) {
  const me = useMe();
  const own = me.post?.unit;
  const [unit, setUnit] = useState<Picked | undefined>(own && { id: own.id, name: own.name });
  const [kind, setKind] = useState<(typeof tightened)[number]>('promised');
  const [typed, setTyped] = useState({ amount: '', limitUnit: 'wd' as 'wd' | 'd', from: today(), document: '' });
  const tighten = useCommand(
    `tighten ${code}`,
    (input: Parameters<typeof client.catalogue.tighten>[0], options) => client.catalogue.tighten(input, options),
    () => {
      tell(t('catalogue.tightened'));
      void queryClient.invalidateQueries({ queryKey: api.catalogue.key() });
    },
  );
  const ready = unit && /^\d{1,4}$/.test(typed.amount) && typed.document.trim() !== '';
  return (
    <Section title={t('catalogue.tighten')}>
      <form
        className="grid-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready)
            tighten.mutate({
              code,
              unit: unit.id,
              kind,
              amount: Number(typed.amount),
              limitUnit: typed.limitUnit,
              from: typed.from,
              document: typed.document.trim(),
            });
        }}
      >
        <Field label={t('accounts.unit')}>{(parts) => <UnitPicker {...parts} value={unit} onPick={setUnit} />}</Field>
        <Choices
          label={t('catalogue.what')}
          options={tightened.map((value) => ({ value, label: t(`catalogue.tighten-${value}`) }))}
          value={kind}
          onChange={(value) => setKind(value as (typeof tightened)[number])}
          wide
        />
        <Field label={t('catalogue.days')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              inputMode="numeric"
              className="short"
              value={typed.amount}
              onChange={(event) => setTyped({ ...typed, amount: event.target.value })}
            />
          )}
        </Field>
        <Choices
          label={t('catalogue.unit')}
          options={(['wd', 'd'] as const).map((value) => ({ value, label: t(`catalogue.${value}`) }))}
          value={typed.limitUnit}
          onChange={(value) => setTyped({ ...typed, limitUnit: value as 'wd' | 'd' })}
        />
        <Field label={t('units.from')}>
          {(parts) => <DayInput {...parts} value={typed.from} onChange={(from) => setTyped({ ...typed, from })} />}
        </Field>
        <Field label={t('divisions.document')} hint={t('divisions.document-hint')}>
          {(parts) => (
            <input
              {...parts}
              type="text"
              value={typed.document}
              onChange={(event) => setTyped({ ...typed, document: event.target.value })}
            />
          )}
        </Field>
        <footer className="wide">
          {tighten.error && <Refusal error={tighten.error} />}
          <Button type="submit" look="main" busy={tighten.isPending} disabled={!ready}>
            {t('catalogue.promise')}
          </Button>
        </footer>
      </form>
    </Section>
  );
}
