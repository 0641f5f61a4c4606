// A sheet at a place without a network: every tap is kept on this phone first and sent when there is a network, with the version of the answer that was seen. What the same person answered elsewhere
// meanwhile is shown beside what stands here, and a person chooses. Without this the sheet is an ordinary form.
const form = document.querySelector('form[data-sheet]');
const { sheet, person } = form.dataset;
const bar = form.querySelector('.om-sheetbar'), state = form.querySelector('[data-state]'), clashes = form.querySelector('[data-clashes]'), offline = form.querySelector('[data-offline]');
const words = document.documentElement.lang === 'en'
  ? { kept: n => `Kept on this phone, not sent yet: ${n}`, sent: (n, of) => `All sent. ${n} of ${of} answered`, signed: n => `Kept on this phone: ${n}. Sign in again to send`, closed: n => `No longer open. Still on this phone: ${n}`, both: 'You answered this elsewhere', here: 'On this phone', there: 'Elsewhere', take: 'Take this', ready: 'On this phone: opens without a network for three days', alone: n => ` · ${n} without an answer: choose one, or the note is not kept` }
  : { kept: n => `存在手机里，还没发送：${n}项`, sent: (n, of) => `都已发送。已填${n}项，共${of}项`, signed: n => `存在手机里${n}项，请重新登录后发送`, closed: n => `已不能填写。手机里还有${n}项没发送`, both: '这一项您在别处填过', here: '这部手机', there: '别处', take: '就用这个', ready: '已留在手机里，三天内没网也能打开', alone: n => ` · ${n}项只写了说明，请先选答案，不然不会保存` };

const rows = new Map([...form.querySelectorAll('[data-item]')].map(row => [row.dataset.item, row]));
const radios = row => [...row.querySelectorAll('input[type=radio]')];
const noteOf = row => row.querySelector('input.form-control');
const versionOf = row => row.querySelector('input[type=hidden]');
const answerOf = row => radios(row).find(r => r.checked)?.value ?? null;
const wordOf = (row, answer) => radios(row).find(r => r.value === answer)?.parentElement.textContent.trim() ?? answer;

const opened = new Promise((done, failed) => {
  const request = indexedDB.open('onemetre-inspections', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('answers', { keyPath: ['person', 'sheet', 'item'] });
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
const asked = (mode, act) => opened.then(db => new Promise((done, failed) => {
  const work = db.transaction('answers', mode), request = act(work.objectStore('answers'));
  work.oncomplete = () => done(request?.result);
  work.onerror = work.onabort = () => failed(work.error);
}));
const all = async () => (await asked('readonly', s => s.getAll())).filter(a => a.person === person && a.sheet === sheet);
const put = answer => asked('readwrite', s => s.put(answer));
const drop = item => asked('readwrite', s => s.delete([person, sheet, item]));

let why = null;
async function tell() {
  const waiting = (await all()).length;
  localStorage.setItem('onemetre-unsent', (await asked('readonly', s => s.count())) || '');
  bar.classList.toggle('is-kept', waiting > 0);
  const alone = [...rows.values()].filter(row => !answerOf(row) && noteOf(row).value.trim()).length;
  state.textContent = (waiting === 0 ? words.sent([...rows.values()].filter(answerOf).length, rows.size) : (words[why] ?? words.kept)(waiting)) + (alone ? words.alone(alone) : '');
}

/** What stands on the sheet for an item, kept on the phone until the server has it. */
async function keep(row) {
  const answer = answerOf(row);
  if (!answer) return tell();
  await put({ person, sheet, item: row.dataset.item, answer, note: noteOf(row).value, version: Number(versionOf(row).value), at: Date.now() });
  await tell();
  later(800);
}

let timer = 0, sending = false;
const later = wait => { clearTimeout(timer); timer = setTimeout(send, wait); };

async function send() {
  if (sending) return later(1000);
  const waiting = await all();
  if (!waiting.length) return tell();
  sending = true;
  try {
    const fresh = await fetch(`/inspections/${sheet}/sheet.json`, { redirect: 'manual', headers: { accept: 'application/json' } });
    if (fresh.type === 'opaqueredirect' || fresh.status === 401) { why = 'signed'; return; }
    if (fresh.status === 404) { why = 'closed'; return; }
    if (!fresh.ok) throw new Error(String(fresh.status));
    const now = await fresh.json();
    if (now.person !== person) { why = 'signed'; return; } // somebody else has signed in on this phone
    if (!now.open) { why = 'closed'; return; }
    const answer = await fetch(`/inspections/${sheet}/answers`, { method: 'POST', headers: { 'content-type': 'application/json', RequestVerificationToken: now.token }, body: JSON.stringify(waiting.map(({ item, answer, note, version }) => ({ item, answer, note, version }))) });
    if (!answer.ok) throw new Error(String(answer.status));
    const kept = await answer.json();
    why = null;
    for (const one of waiting) {
      const version = kept.now[one.item];
      if (version === undefined) continue;
      versionOf(rows.get(one.item)).value = version;
      const still = (await all()).find(a => a.item === one.item);
      if (still && still.at === one.at) await drop(one.item);
      else if (still) { await put({ ...still, version }); later(800); } // typed on while it was on its way
    }
    for (const clash of kept.clashes) show(clash);
  } catch {
    later(15000); // no network: what is kept waits
  } finally {
    sending = false;
    await tell();
  }
}

/** Both answers of the same person, to choose from. */
function show({ item, answer, note, version }) {
  const row = rows.get(item), mine = answerOf(row), said = noteOf(row).value;
  clashes.querySelector(`[data-of="${CSS.escape(item)}"]`)?.remove();
  const box = document.createElement('fieldset'), legend = document.createElement('legend'), about = document.createElement('p');
  box.className = 'om-merge';
  box.dataset.of = item;
  legend.textContent = words.both;
  about.textContent = row.querySelector('legend').textContent.trim();
  box.append(legend, about);
  row.classList.add('is-both');
  const choice = (where, word, text, act) => {
    const line = document.createElement('div'), what = document.createElement('span'), button = document.createElement('button');
    line.className = 'om-jobline mb-2';
    what.textContent = `${where}：${wordOf(row, word)}${text ? ` · ${text}` : ''}`;
    button.className = 'btn';
    button.type = 'button';
    button.textContent = words.take;
    button.addEventListener('click', async () => {
      versionOf(row).value = version;
      await act();
      box.remove();
      row.classList.remove('is-both');
      await tell();
    });
    line.append(what, button);
    box.append(line);
  };
  choice(words.here, mine, said, () => keep(row));
  choice(words.there, answer, note, async () => {
    for (const radio of radios(row)) radio.checked = radio.value === answer;
    noteOf(row).value = note ?? '';
    await drop(item);
  });
  clashes.append(box);
}

// Where this browser keeps nothing (a private window), the sheet is the ordinary form that it is without this script.
const keeps = await opened.then(() => true, () => false);
if (keeps) {
  form.addEventListener('change', event => { const row = event.target.closest('[data-item]'); if (row) keep(row); });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    for (const row of rows.values()) if (row.contains(document.activeElement)) await keep(row);
    await send();
  });
  addEventListener('online', () => later(0));

  for (const answer of await all()) {
    const row = rows.get(answer.item);
    if (!row) { await drop(answer.item); continue; }
    for (const radio of radios(row)) radio.checked = radio.value === answer.answer;
    noteOf(row).value = answer.note ?? '';
    versionOf(row).value = answer.version; // the version that was seen when it was typed, not the one that this page came with
  }
  await tell();
  send();
}

// The page itself, for where there is no network: only when its reader asks for it.
if (keeps && 'serviceWorker' in navigator && offline) {
  offline.hidden = false;
  offline.addEventListener('click', async () => {
    await navigator.serviceWorker.register('/inspections/offline.js');
    await navigator.serviceWorker.ready;
    const own = [...document.querySelectorAll('link[rel=stylesheet], script[src]')].map(e => e.href || e.src).concat('/lib/icons.svg');
    const cache = await caches.open('onemetre-sheets');
    for (const address of own) await cache.add(address);
    const page = await fetch(location.pathname, { headers: { accept: 'text/html' } });
    if (!page.ok || page.redirected) return;
    const headers = new Headers(page.headers);
    headers.set('x-kept-at', String(Date.now()));
    await cache.put(location.pathname, new Response(await page.blob(), { headers }));
    offline.textContent = words.ready;
    offline.disabled = true;
  });
}
