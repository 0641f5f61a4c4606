// Draws each figure with data-series: what was reached, the path (dashed), the target (a line), a gap where there is no
// accepted value, and a dotted line where the definition changed. The table beneath holds the same figures.
import { init } from '/lib/echarts.js';

const style = getComputedStyle(document.documentElement);
const colour = name => style.getPropertyValue(`--om-${name}`).trim();
const ink = colour('ink'), ink2 = colour('ink-2'), line = colour('line'), strong = colour('line-strong');
const axis = { axisLine: { lineStyle: { color: strong } }, axisTick: { show: false }, axisLabel: { color: ink2, fontSize: 13 }, splitLine: { lineStyle: { color: line } } };

const options = (series, narrow) => {
  const { periods, actual, path, target, unit, words } = series;
  const last = actual.findLastIndex(value => value != null);
  const gaps = periods.filter((_, i) => actual[i] == null && i < last);
  const falling = target != null && target < (path.find(value => value != null) ?? actual.find(value => value != null));
  const known = [...actual, ...path, target].filter(value => value != null);
  const room = (Math.max(...known) - Math.min(...known)) / 8 || 1;
  const lines = [];
  if (target != null) lines.push({ yAxis: target, lineStyle: { color: colour('coral'), width: 1.5, type: 'solid' }, label: { formatter: `${words.target} ${target}`, position: 'insideEndTop', color: colour('coral-dark'), fontWeight: 600, fontSize: 13 } });
  if (series.breakAt) lines.push({ xAxis: series.breakAt, lineStyle: { color: ink, width: 1, type: [2, 3] }, label: { formatter: words.break, position: 'start', color: ink, fontSize: 12, distance: 22 } });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    aria: { enabled: true, label: { description: `${series.title}. ${words.below}` } },
    grid: { left: 52, right: 20, top: 36, bottom: 30 },
    tooltip: { trigger: 'axis', valueFormatter: value => value == null ? words.none : `${value} ${unit}` },
    xAxis: { type: 'category', data: periods, ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, interval: narrow ? 'auto' : undefined, hideOverlap: true } },
    yAxis: { type: 'value', name: unit, nameTextStyle: { color: ink2 }, min: Math.min(...known) >= 0 ? value => Math.max(0, +(value.min - room).toFixed(1)) : undefined, max: +(Math.max(...known) + room).toFixed(1), ...axis, axisLine: { show: false }, axisLabel: { ...axis.axisLabel, showMaxLabel: false, showMinLabel: true } },
    series: [
      { name: words.path, type: 'line', data: path, symbol: 'none', connectNulls: true, lineStyle: { color: strong, type: 'dashed', width: 1.5 }, itemStyle: { color: strong } },
      {
        name: words.actual, type: 'line', data: actual, connectNulls: false, symbol: 'circle', symbolSize: 8, lineStyle: { color: colour('teal'), width: 3 }, itemStyle: { color: colour('teal') },
        label: { show: periods.length <= 12, position: falling ? 'top' : 'bottom', distance: 8, color: ink, fontSize: 13, fontWeight: 600, formatter: point => point.value ?? '' },
        markLine: { symbol: 'none', silent: true, data: lines },
        markArea: { silent: true, itemStyle: { color: colour('quiet') }, label: { color: ink2, fontSize: 12, position: 'insideTop' }, data: gaps.map(gap => [{ name: words.none, xAxis: gap }, { xAxis: gap }]) },
      },
    ],
  };
};

for (const figure of document.querySelectorAll('[data-series]')) {
  const series = JSON.parse(figure.dataset.series), drawing = figure.querySelector('.om-drawing');
  if (!series.actual.some(value => value != null)) continue;
  drawing.hidden = false;
  figure.querySelector('details').open = false;
  const chart = init(drawing, null, { renderer: 'svg' });
  const draw = () => { chart.resize(); chart.setOption(options(series, figure.clientWidth < 400), true); };
  draw();
  new ResizeObserver(draw).observe(figure);
  addEventListener('beforeprint', () => { figure.querySelector('details').open = true; });
}
