// A reporting sheet under the hands of somebody who lives in spreadsheets: Enter and the arrows move, a block pasted from a spreadsheet fills the cells from here on, = takes the last figure, parts are
// added up while typing, and what is typed is kept on the server every few seconds. Without this the same form works with its buttons.
import { evaluate } from '/js/rule.js';

const form = document.querySelector('form[data-sheet]');
const rows = [...form.querySelectorAll('tr[data-element]')];
const saved = form.querySelector('[data-saved]');
const words = document.documentElement.lang === 'en'
  ? { saved: 'Kept at', failed: 'Not kept: the network is away. What you typed is still here.', odd: 'cells could not be read', both: 'cells were changed by somebody else: save to see both', pasted: 'cells pasted', over: 'did not fit on the sheet and were left out' }
  : { saved: '已自动存下', failed: '没有存上：网络断了。您填的还在。', odd: '格看不懂，未存', both: '格别人也改了：点存草稿看两边', pasted: '格已粘贴', over: '格超出表格，没有粘贴' };

const plain = text => text.normalize('NFKC').replace(/[\s,]/g, '');
const number = text => { const n = plain(text); return n !== '' && /^-?\d+(\.\d+)?$/.test(n) ? Number(n) : null; };
const rowOf = cell => cell.closest('tr');
const inRow = row => [...row.querySelectorAll('.om-cell')];
const show = n => new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 }).format(n);

/** Parts against the total, this time against the last, and whether a word of explanation is asked for. */
function look(row) {
  const parts = inRow(row).filter(c => c.dataset.split), total = inRow(row).find(c => !c.dataset.split);
  const why = row.parentElement.querySelector(`input[name="r|${CSS.escape(row.dataset.element)}"]`)?.closest('tr');
  // What the server asks to be explained stays open, whatever is typed.
  const first = !row.dataset.seen;
  if (first) { row.dataset.seen = '1'; if (why && !why.hidden) why.dataset.asked = '1'; }
  let ask = false;
  for (const cell of inRow(row)) {
    const value = number(cell.value), odd = plain(cell.value) !== '' && value === null && !/^(=|…|\.\.\.|不适用|n\/?a|是|否|有|无|y(es)?|no?|—|-)$/i.test(plain(cell.value));
    const whole = row.dataset.kind === 'count' && value !== null && (value < 0 || !Number.isInteger(value));
    if (odd || whole) cell.setAttribute('aria-invalid', 'true'); else cell.removeAttribute('aria-invalid');
    const last = number(cell.dataset.last);
    const leaps = value !== null && last !== null && ['count', 'amount'].includes(row.dataset.kind) && (last < 20 && value < 20 ? Math.abs(value - last) >= 10 : last === 0 || Math.abs(value - last) > last * 0.2);
    cell.classList.toggle('is-warn', leaps);
    ask ||= leaps;
  }
  const adds = parts.length > 0 && parts.every(c => c.dataset.split !== 'end:low' && c.dataset.split !== 'end:high');
  if (adds && total && parts.every(c => number(c.value) !== null)) {
    const sum = parts.reduce((all, c) => all + number(c.value), 0);
    // A total that came back from the server as the sum of its parts goes on following them, until somebody types another.
    if (first && number(total.value) === sum) total.dataset.summed = total.value;
    if (plain(total.value) === '' || total.dataset.summed === total.value) { total.value = String(sum); total.dataset.summed = total.value; }
    if (number(total.value) !== sum) total.setAttribute('aria-invalid', 'true');
  }
  const change = row.querySelector('[data-change] span'), now = number((total ?? parts[0]).value), then = number((total ?? parts[0]).dataset.last);
  if (change && now !== null && then !== null) change.textContent = now === then ? '' : then >= 20 ? `${now > then ? '+' : '−'}${show(Math.abs(Math.round((now - then) / then * 1000) / 10))}%` : `${now > then ? '+' : '−'}${show(Math.abs(now - then))}`;
  const same = row.querySelector('[data-same]');
  if (same) { same.hidden = false; same.setAttribute('aria-pressed', String(inRow(row).every(c => c.value === c.dataset.last && c.value !== ''))); }
  if (why) { const field = why.querySelector('input'); why.hidden = !ask && field.value === '' && !why.dataset.asked; }
}

const rules = JSON.parse(form.dataset.rules || '[]');
const byElement = new Map(rows.map(row => [row.dataset.element, row]));

/** A name of a rule, read from the sheet: what stands in the cell, or what stood there last time. */
const read = part => (element, split, look) => {
  const cell = byElement.get(element) && inRow(byElement.get(element)).find(c => c.dataset.split === (split || part));
  const text = plain((look === 'prev' ? cell?.dataset.last : cell?.value) ?? '');
  return /^(…|\.\.\.|不适用|n\/?a)$/i.test(text) ? 'n/a' : number(text) === null ? null : text;
};

/** The rates under their parts, and what the rules say, as on the server. */
function workOut() {
  for (const row of form.querySelectorAll('tr[data-formula]')) {
    const { top, bottom, factor, digits } = JSON.parse(row.dataset.formula);
    for (const cell of row.querySelectorAll('[data-column]')) {
      const names = JSON.stringify([top, bottom]).match(/"name":"[^"]+"/g).map(n => n.slice(8, -1));
      if (!names.every(n => inRow(byElement.get(n)).some(c => c.dataset.split === cell.dataset.column))) continue;
      const [n, d] = [top, bottom].map(tree => tree && Number(evaluate(tree, read(cell.dataset.column))));
      const value = d ? n / d * factor : NaN;
      cell.textContent = Number.isFinite(value) ? show(Math.round(value * 10 ** digits) / 10 ** digits) : '—';
    }
  }
  for (const old of form.querySelectorAll('tr[data-finding]')) old.remove();
  for (const { at, error, says, rule } of rules) {
    const parts = [...new Set(inRow(byElement.get(at)).map(c => c.dataset.split))];
    if (!parts.some(part => evaluate(rule, read(part)) === false)) continue;
    const line = document.createElement('tr'), box = document.createElement('td');
    line.className = `om-says ${error ? 'is-red' : 'is-yellow'}`;
    line.dataset.finding = at;
    box.colSpan = 20;
    box.textContent = says;
    line.append(box);
    byElement.get(at).after(line);
  }
}

function next(cell, down, across) {
  const row = rows.indexOf(rowOf(cell)), column = inRow(rows[row]).indexOf(cell);
  const target = rows[row + down] && inRow(rows[row + down])[Math.min(Math.max(column + across, 0), inRow(rows[row + down]).length - 1)];
  if (target) { target.focus(); target.select(); }
}

form.addEventListener('keydown', event => {
  const cell = event.target;
  if (!cell.matches?.('.om-cell') || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter') { event.preventDefault(); next(cell, event.shiftKey ? -1 : 1, 0); }
  else if (event.key === 'ArrowDown') { event.preventDefault(); next(cell, 1, 0); }
  else if (event.key === 'ArrowUp') { event.preventDefault(); next(cell, -1, 0); }
  else if (event.key === 'ArrowLeft' && cell.selectionStart === 0 && cell.selectionEnd === 0) { event.preventDefault(); next(cell, 0, -1); }
  else if (event.key === 'ArrowRight' && cell.selectionEnd === cell.value.length) { event.preventDefault(); next(cell, 0, 1); }
  else if (event.key === '=' && cell.dataset.last) { event.preventDefault(); cell.value = cell.dataset.last; typed(cell); next(cell, 1, 0); }
});

form.addEventListener('paste', event => {
  const cell = event.target, text = event.clipboardData?.getData('text/plain') ?? '';
  if (!cell.matches?.('.om-cell') || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ''))) return;
  event.preventDefault();
  const block = text.replace(/[\r\n]+$/, '').split(/\r?\n/).map(line => line.split('\t'));
  const start = rows.indexOf(rowOf(cell)), column = [...rowOf(cell).cells].indexOf(cell.closest('td'));
  let done = 0, over = 0;
  block.forEach((line, down) => line.forEach((value, across) => {
    const row = rows[start + down], target = row?.cells[column + across]?.querySelector('.om-cell');
    if (!target) { if (value.trim() !== '') over++; return; }
    target.value = value.trim();
    typed(target);
    done++;
  }));
  tell(`${done} ${words.pasted}${over ? `；${over} ${words.over}` : ''}`);
});

form.addEventListener('input', event => { if (event.target.matches('.om-cell, .om-why input')) typed(event.target); });
form.addEventListener('click', event => {
  const same = event.target.closest('[data-same]');
  if (!same) return;
  for (const cell of inRow(same.closest('tr'))) if (cell.dataset.last) { cell.value = cell.dataset.last; typed(cell); }
});

const waiting = new Set();
let timer = 0;
function typed(field) {
  if (field.matches('.om-cell')) { look(rowOf(field)); workOut(); }
  waiting.add(field);
  clearTimeout(timer);
  timer = setTimeout(keep, 2500);
}

const tell = text => { if (saved) saved.textContent = text; };

/** Sends what was typed since the last time; a cell that cannot be read, or that somebody else changed, stays in the form and is said. */
async function keep() {
  if (!waiting.size) return;
  const sent = [...waiting];
  waiting.clear();
  const inputs = new Map();
  for (const field of sent) {
    const [kind, element, split] = field.name.split('|');
    const fields = kind === 'v' ? [[field, split], ...inRow(rowOf(field)).filter(c => !c.dataset.split && c.dataset.summed && c !== field).map(c => [c, ''])] : inRow(form.querySelector(`tr[data-element="${CSS.escape(element)}"]`)).map(c => [c, c.dataset.split]);
    for (const [cell, part] of fields) {
      const why = form.querySelector(`input[name="r|${CSS.escape(element)}"]`);
      inputs.set(`${element}|${part}`, { element, split: part, was: form.querySelector(`input[name="w|${CSS.escape(element)}|${CSS.escape(part)}"]`).value, value: cell.value, reason: why?.value ?? null });
    }
  }
  try {
    const answer = await fetch(`/reports/${form.dataset.sheet}/cells`, { method: 'POST', headers: { 'content-type': 'application/json', RequestVerificationToken: form.querySelector('input[name="__RequestVerificationToken"]').value }, body: JSON.stringify([...inputs.values()]) });
    if (!answer.ok) throw new Error(String(answer.status));
    const result = await answer.json();
    const kept = new Set(result.unread.concat(result.conflicts).map(c => `${c.element}|${c.split}`));
    for (const [key, input] of inputs) if (!kept.has(key)) form.querySelector(`input[name="w|${CSS.escape(input.element)}|${CSS.escape(input.split)}"]`).value = result.now[key] ?? input.value;
    if (result.version) form.querySelector('input[name="Form.Version"]').value = result.version;
    const time = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit' }).format(new Date());
    tell([`${time} ${words.saved}`, result.unread.length ? `${result.unread.length} ${words.odd}` : '', result.conflicts.length ? `${result.conflicts.length} ${words.both}` : ''].filter(Boolean).join('；'));
  } catch {
    for (const field of sent) waiting.add(field);
    tell(words.failed);
    timer = setTimeout(keep, 10000);
  }
}

for (const row of rows) look(row);
workOut();
addEventListener('beforeunload', event => { if (waiting.size) event.preventDefault(); });
form.addEventListener('submit', () => { waiting.clear(); clearTimeout(timer); });
