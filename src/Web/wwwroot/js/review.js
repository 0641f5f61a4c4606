// Review of a plan: source and understanding light each other, keys do what the buttons do, and a step does not lose one's place in the source.
// Everything here also works as links and forms; this only saves the way.
const root = () => document.getElementById('review');
const source = () => document.getElementById('source');

/** Puts a block into the middle of the source without moving the page. */
function show(block) {
  const view = source();
  if (!view || !block) return;
  const top = block.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
  view.scrollTo({ top: Math.max(0, top - view.clientHeight / 4), behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}

function showCurrent() {
  const now = source()?.querySelector('.is-now');
  if (now) show(now);
}

/** Which page of the document is on view. */
function page() {
  const view = source(), text = document.querySelector('[data-page-text]');
  if (!view || !text) return;
  const top = view.getBoundingClientRect().top;
  for (const block of view.querySelectorAll('[data-page]')) {
    if (!block.dataset.page || block.getBoundingClientRect().bottom < top + 20) continue;
    text.textContent = text.dataset.pageText.replace('{0}', block.dataset.page);
    return;
  }
}

let busy = false;

/** Fetches the page of a link or form and puts its parts in place of those here; the source keeps its place. */
async function go(request, url, push, hash = '') {
  if (busy) return;
  busy = true;
  root().setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(request);
    const html = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = html.getElementById('review');
    if (!fresh || new URL(answer.url).pathname !== location.pathname) { location.href = answer.redirected ? answer.url : url; return; }
    const scrolled = source().scrollTop, list = document.querySelector('.om-entries')?.scrollTop ?? 0;
    root().replaceWith(document.adoptNode(fresh));
    const head = html.querySelector('.om-pagehead');
    if (head) document.querySelector('.om-pagehead').replaceWith(document.adoptNode(head));
    source().scrollTop = scrolled;
    const entries = document.querySelector('.om-entries');
    if (entries) entries.scrollTop = list;
    if (push) history.pushState(null, '', answer.url);
    ready();
    showCurrent();
    if (arrive(hash)) return;
    (document.querySelector('.om-problems') ?? document.getElementById('understood-title'))?.focus({ preventScroll: true });
    const panel = document.querySelector('.om-problems') ?? document.getElementById('understood');
    if (panel && (panel.getBoundingClientRect().top < 0 || panel.matches('.om-problems'))) panel.scrollIntoView({ block: 'nearest' });
  } catch {
    location.href = url; // the network failed: let the browser say so
  } finally {
    busy = false;
    root()?.removeAttribute('aria-busy');
  }
}

const follow = href => { const url = new URL(href, location.href), hash = url.hash; url.hash = ''; return go(url.href, href, true, hash); };

/** A link to a field or line leads there: what it is folded away in opens, and the field has the cursor. */
function arrive(hash) {
  const place = hash.length > 1 && hash !== '#understood' && document.getElementById(hash.slice(1));
  if (!place) return false;
  for (let fold = place.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  place.scrollIntoView({ block: 'center' });
  (place.matches('input, select, textarea') ? place : place.querySelector('select, input:not([type=hidden]), a, button'))?.focus({ preventScroll: true });
  return true;
}

function send(form, button) {
  const data = new FormData(form, button);
  const action = new URL(button?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href, location.href);
  action.hash = '';
  return go(new Request(action, { method: 'post', body: new URLSearchParams(data) }), location.href, true);
}

document.addEventListener('click', event => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest('a[href]');
  if (link) {
    if (link.hasAttribute('data-show-source')) {
      event.preventDefault();
      const block = document.getElementById(link.hash.slice(1));
      show(block);
      block?.classList.add('is-lit');
      setTimeout(() => block?.classList.remove('is-lit'), 2000);
    } else if (link.closest('#review') && link.pathname === location.pathname && link.search) {
      event.preventDefault();
      follow(link.href);
    }
    return;
  }
  const clause = event.target.closest('#source [data-entry]');
  if (clause && !getSelection().toString()) follow(`${location.pathname}?entry=${clause.dataset.entry}`);
});

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.closest('#review') || form.method !== 'post') return;
  event.preventDefault();
  send(form, event.submitter);
});

const typing = target => target.closest?.('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  const help = document.getElementById('keys');
  if (help?.open) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
    const save = document.querySelector('button[form=entry][value=save]');
    if (save) { event.preventDefault(); save.click(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  const press = selector => { const found = document.querySelector(selector); if (found) { event.preventDefault(); found.click(); } };
  switch (event.key) {
    case 'j': case 'J': return press('[data-key=j]');
    case 'k': case 'K': return press('[data-key=k]');
    case 's': case 'S': return press('[data-key=s]');
    case 'Enter': return event.target.closest?.('a, button, summary, input') ? undefined : press('[data-key=enter]');
    case 'e': case 'E': { event.preventDefault(); const field = document.querySelector('#entry input:not([type=hidden]), #entry textarea'); field?.focus(); field?.select?.(); return; }
    case '?': case '？': event.preventDefault(); return help?.showModal();
  }
});

addEventListener('popstate', () => go(location.href, location.href, false));

function ready() {
  source()?.addEventListener('scroll', page, { passive: true });
  // Hovering what was understood shows where it comes from.
  document.querySelectorAll('.om-entries [data-entry-link]').forEach(link => {
    const lit = on => document.querySelectorAll(`#source [data-entry="${link.dataset.entryLink}"]`).forEach(part => part.classList.toggle('is-lit', on));
    link.addEventListener('mouseenter', () => lit(true));
    link.addEventListener('mouseleave', () => lit(false));
  });
}

ready();
showCurrent();
page();
arrive(location.hash);
