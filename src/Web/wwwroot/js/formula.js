// A formula under somebody's hands: what the server's parser says of it stands beside the field, and what it would give on the newest figures below. Without this the button "try" does the same.
const form = document.querySelector('form[data-formula]');
const field = name => form.elements[`Form.${name}`];
const names = { top: 'Top', bottom: 'Bottom', factor: 'Factor', digits: 'Digits', from: 'FromYear', base: 'BaseYear' };
let waiting, asked = 0;

/** Shows an answer: the problems of each expression, how it reads in words, and the figures that it would give. */
export function show({ problems, reads, would }) {
  for (const box of form.querySelectorAll('[data-says]')) {
    const own = problems.filter(p => p.field === box.dataset.says);
    box.replaceChildren(...own.map(p => Object.assign(document.createElement('div'), { textContent: p.text })));
    if (own.length) field(box.dataset.says).setAttribute('aria-invalid', 'true'); else field(box.dataset.says).removeAttribute('aria-invalid');
  }
  form.querySelector('[data-reads]').textContent = reads;
  form.querySelector('[data-would]').textContent = would.join('；');
}

async function ask() {
  const turn = ++asked;
  if (!field('Top').value.trim()) return show({ problems: [], reads: '', would: [] });
  const query = new URLSearchParams(Object.entries(names).map(([key, name]) => [key, field(name).value]));
  query.set('gross', field('Gross').checked);
  query.set('lowest', field('Lowest').checked);
  const answer = await fetch(`/indicators/catalogue/reading?${query}`, { headers: { Accept: 'application/json' } }).catch(() => null);
  // Of two answers the later question counts; without a network the server still checks when the form is sent.
  if (answer?.ok && turn === asked) show(await answer.json());
}

form?.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 400); });

// An element is found by its name and put where the writing stopped; in quotes where the name has no letter of its own script, so that the parser knows where it ends.
const picker = form?.querySelector('[data-pick]');
if (picker) {
  const found = picker.querySelector('input');
  picker.hidden = false;
  found.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });
  for (const button of picker.querySelectorAll('[data-into]')) button.addEventListener('click', () => {
    const name = found.value.trim(), into = field(button.dataset.into);
    if (!name) return found.focus();
    const [before, after] = [into.value.slice(0, into.selectionEnd), into.value.slice(into.selectionEnd)];
    into.value = `${before}${before && !/[\s(（]$/.test(before) ? ' ' : ''}${/[^\x00-\x7f]/.test(name) ? name : `"${name}"`}${after}`;
    found.value = '';
    into.focus();
    into.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
