import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([
  BarChart,
  LineChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  MarkLineComponent,
  AriaComponent,
  SVGRenderer,
]);

/**
 * A drawing of figures. `label` says in words what it shows, for whoever cannot see it; the figures themselves stand in a
 * table nearby.
 */
export default function Chart({
  option,
  label,
  height = 220,
}: {
  option: EChartsCoreOption;
  label: string;
  height?: number;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, null, { renderer: 'svg' });
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.setOption({ animation: !still, ...option });
    const resize = () => chart.resize();
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      chart.dispose();
    };
  }, [option]);
  return <div ref={place} role="img" aria-label={label} className="chart" style={{ height }} />;
}
