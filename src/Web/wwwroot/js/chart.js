// Draws each figure with data-series: what was reached, the path (dashed), the target (a line), a gap where there is no
// accepted value, and a dotted line where the definition changed. The table beneath holds the same figures.
import { init } from '/lib/echarts.js';

// The style sheet's own colours, so that a drawing follows it into dark mode and back to white on paper.
const colour = name => `var(--om-${name})`;
const ink = colour('ink'), ink2 = colour('ink-2'), strong = colour('line-strong'), grid = { lineStyle: { color: colour('line') } };
const label = { color: ink2, fontSize: 13 };

/** The values at one period, as elements: a tooltip made of text would bring inline styles, which our pages refuse. */
const told = ({ periods, actual, path, unit, words }) => points => {
  const i = points[0].value[0], box = document.createElement('div'), head = document.createElement('strong');
  head.textContent = periods[i];
  box.append(head);
  for (const [word, values] of [[words.actual, actual], [words.path, path]]) {
    const row = document.createElement('div');
    row.textContent = `${word} ${values[i] == null ? words.none : `${values[i]} ${unit}`}`;
    box.append(row);
  }
  return box;
};

const options = (series, narrow) => {
  const { periods, actual, path, target, unit, words } = series;
  const at = values => values.map((value, i) => [i, value]);
  const last = actual.findLastIndex(value => value != null);
  const gaps = [...periods.keys()].filter(i => actual[i] == null && i < last);
  const falling = target != null && target < (path.find(value => value != null) ?? actual.find(value => value != null));
  const known = [...actual, ...path, target].filter(value => value != null);
  const low = Math.min(...known), high = Math.max(...known), room = (high - low) / 6 || 1;
  const lines = [];
  if (target != null) lines.push({ yAxis: target, lineStyle: { color: colour('coral'), width: 1.5, type: 'solid' }, label: { formatter: `${words.target} ${target}`, position: 'insideEndTop', color: colour('coral-dark'), fontWeight: 600, fontSize: 13 } });
  const changed = periods.indexOf(series.breakAt);
  if (changed > 0) lines.push({ xAxis: changed - 0.5, lineStyle: { color: ink, width: 1, type: [2, 3] }, label: { formatter: words.break, position: 'end', color: ink, fontSize: 12 } });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    aria: { enabled: true, label: { description: `${series.title}. ${words.below}` } },
    grid: { left: 52, right: 16, top: 38, bottom: 30 },
    tooltip: { trigger: 'axis', formatter: told(series), backgroundColor: colour('card'), borderColor: colour('line'), textStyle: { color: ink } },
    xAxis: {
      type: 'value', min: -0.5, max: periods.length - 0.5, interval: 1, splitLine: { show: false }, axisTick: { show: false }, axisLine: { lineStyle: { color: strong } }, axisPointer: { snap: true },
      axisLabel: { ...label, hideOverlap: true, customValues: [...periods.keys()].filter(i => !narrow || periods.length < 6 || (periods.length - 1 - i) % 2 === 0), formatter: i => periods[i] },
    },
    yAxis: { type: 'value', name: unit, nameTextStyle: { color: ink2 }, min: low >= 0 ? Math.max(0, low - room) : low - room, max: high + room, axisLine: { show: false, onZero: false }, axisTick: { show: false }, splitLine: grid, axisLabel: { ...label, showMinLabel: false, showMaxLabel: false } },
    series: [
      { name: words.path, type: 'line', data: at(path), symbol: 'none', emphasis: { disabled: true }, connectNulls: true, lineStyle: { color: strong, type: 'dashed', width: 1.5 }, itemStyle: { color: strong } },
      {
        name: words.actual, type: 'line', data: at(actual), connectNulls: false, emphasis: { disabled: true }, symbol: 'circle', symbolSize: 8, lineStyle: { color: colour('teal'), width: 3 }, itemStyle: { color: colour('teal') },
        label: { show: periods.length <= 12, position: falling ? 'top' : 'bottom', distance: 8, color: ink, fontSize: 13, fontWeight: 600, formatter: point => point.value[1] ?? '' },
        markLine: { symbol: 'none', silent: true, data: lines },
        markArea: { silent: true, itemStyle: { color: colour('quiet') }, label: { color: ink2, fontSize: 12, position: 'insideBottom' }, data: gaps.map(i => [{ name: words.none, xAxis: i - 0.5 }, { xAxis: i + 0.5 }]) },
      },
    ],
  };
};

for (const figure of document.querySelectorAll('[data-series]')) {
  const series = JSON.parse(figure.dataset.series), drawing = figure.querySelector('.om-drawing'), table = figure.querySelector('details');
  if (!series.actual.some(value => value != null)) continue;
  drawing.hidden = false;
  table.open = false;
  const chart = init(drawing, null, { renderer: 'svg' });
  const draw = () => { chart.resize(); chart.setOption(options(series, figure.clientWidth < 400), true); };
  draw();
  new ResizeObserver(draw).observe(drawing);
  addEventListener('beforeprint', () => { table.open = true; });
}
