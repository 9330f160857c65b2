import { lazy, Suspense, useMemo } from 'react';
import { Loading } from '../ui/kit.tsx';
import { number, p, percent } from './words.ts';

const Chart = lazy(() => import('./chart.tsx'));

type Bars = { unit: string; edges: readonly number[]; counts: readonly number[] };

const ink = '#535c5c';
const line = '#dbd6ca';
const before = '#a9b8b6';
const after = '#0d5b62';

const axis = {
  axisLine: { lineStyle: { color: line } },
  axisLabel: { color: ink },
  splitLine: { lineStyle: { color: line } },
};

/** From edge to edge; the last class has no end. */
const classes = ({ edges }: Bars): string[] =>
  edges.map((edge, at) => (at + 1 < edges.length ? `${number(edge)}–${number(edges[at + 1]!)}` : `${number(edge)}+`));

/** How people, or points, spread over classes; one network, or two beside each other. */
export function Spread({ label, of, was, unit }: { label: string; of: Bars; was?: Bars | undefined; unit: string }) {
  const option = useMemo(() => {
    const series = (bars: Bars, name: string, color: string) => ({
      type: 'bar' as const,
      name,
      data: [...bars.counts],
      itemStyle: { color, borderRadius: [3, 3, 0, 0] },
      barCategoryGap: '18%',
    });
    return {
      aria: { enabled: true },
      grid: { left: 56, right: 12, top: was ? 34 : 14, bottom: 42 },
      tooltip: { trigger: 'axis' as const },
      ...(was && { legend: { top: 0, right: 0, textStyle: { color: ink } } }),
      xAxis: {
        type: 'category' as const,
        data: classes(of),
        name: unit,
        nameLocation: 'middle' as const,
        nameGap: 26,
        nameTextStyle: { color: ink },
        ...axis,
        splitLine: { show: false },
      },
      yAxis: { type: 'value' as const, ...axis },
      series: was
        ? [series(was, p('compare.before'), before), series(of, p('compare.after'), after)]
        : [series(of, label, after)],
    };
  }, [of, was, unit, label]);
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <Chart option={option} label={label} />
    </Suspense>
  );
}

/** What each further point buys: the share of people covered against the number of points. */
export function TradeOff({
  curve,
  now,
}: {
  curve: readonly { points: number; share: number; status: string }[];
  now: number;
}) {
  const option = useMemo(() => {
    const share = (value: number) => percent(value);
    return {
      aria: { enabled: true },
      grid: { left: 56, right: 20, top: 16, bottom: 42 },
      tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => share(Number(value)) },
      xAxis: {
        type: 'value' as const,
        name: p('curve.points'),
        nameLocation: 'middle' as const,
        nameGap: 26,
        nameTextStyle: { color: ink },
        ...axis,
      },
      yAxis: { type: 'value' as const, scale: true, max: 1, ...axis, axisLabel: { color: ink, formatter: share } },
      series: [
        {
          type: 'line' as const,
          name: p('curve.share'),
          data: curve.map((one) => [one.points, one.share]),
          symbolSize: 8,
          lineStyle: { color: after, width: 2.5 },
          itemStyle: { color: after },
          markLine: {
            symbol: 'none',
            lineStyle: { color: '#a83a24', type: 'dashed' as const },
            label: { formatter: p('curve.now'), color: '#a83a24' },
            data: [{ xAxis: now }],
          },
        },
      ],
    };
  }, [curve, now]);
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <Chart option={option} label={p('curve.label')} height={260} />
    </Suspense>
  );
}
