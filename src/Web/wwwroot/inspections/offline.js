// Gives a sheet that its reader has kept on the phone when there is no network; for three days, and nothing else of the site.
const keptFor = 3 * 24 * 60 * 60 * 1000, name = 'onemetre-sheets';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

async function kept(request) {
  const { pathname } = new URL(request.url), cache = await caches.open(name);
  const found = await cache.match(request.mode === 'navigate' ? pathname : request, { ignoreVary: true });
  if (!found) return null;
  const at = found.headers.get('x-kept-at');
  if (at && Date.now() - Number(at) > keptFor) { await cache.delete(pathname); return null; }
  return found;
}

self.addEventListener('fetch', event => {
  const { pathname } = new URL(event.request.url);
  const sheet = event.request.mode === 'navigate' && /^\/inspections\/[0-9a-f-]{36}\/sheet$/.test(pathname);
  const part = event.request.mode !== 'navigate' && event.request.method === 'GET' && /^\/(css|js|lib|img)\//.test(pathname);
  if (!sheet && !part) return;
  event.respondWith((async () => {
    try {
      const answer = await fetch(event.request);
      // What is no longer there for its reader is no longer kept either.
      if (sheet && (answer.status === 404 || answer.type === 'opaqueredirect')) await (await caches.open(name)).delete(pathname);
      return answer;
    } catch (away) {
      const found = await kept(event.request);
      if (found) return found;
      throw away;
    }
  })());
});
