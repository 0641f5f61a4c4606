// Boxes on a photograph before it is sent: what they cover is made coarse on the server. Without this the areas are typed.
for (const form of document.querySelectorAll('form[data-photo]')) {
  const file = form.querySelector('input[type=file]'), box = form.querySelector('[data-draw]'), canvas = box.querySelector('canvas'), areas = form.querySelector('input[name="Shot.Areas"]');
  const blurred = form.querySelector('input[value=Blurred]');
  let picture = null, drawn = [], from = null, now = null;

  const within = n => Math.min(1000, Math.max(0, Math.round(n)));
  const at = event => { const r = canvas.getBoundingClientRect(); return [within((event.clientX - r.left) / r.width * 1000), within((event.clientY - r.top) / r.height * 1000)]; };
  const area = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];

  function paint() {
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = 'rgba(40, 40, 40, .92)';
    for (const [l, t, w, h] of from && now ? [...drawn, area(from, now)] : drawn) pen.fillRect(l * canvas.width / 1000, t * canvas.height / 1000, w * canvas.width / 1000, h * canvas.height / 1000);
  }

  function said() {
    areas.value = drawn.map(a => a.join(',')).join(';');
    if (drawn.length) blurred.checked = true;
    paint();
  }

  file.addEventListener('change', async () => {
    drawn = [];
    areas.value = '';
    box.hidden = true;
    if (!file.files[0]) return;
    try { picture = await createImageBitmap(file.files[0]); } catch { return; } // a kind that this browser cannot draw: the areas are typed
    const scale = Math.min(1, 900 / Math.max(picture.width, picture.height));
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    box.hidden = false;
    paint();
  });
  canvas.addEventListener('pointerdown', event => { from = now = at(event); canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener('pointermove', event => { if (from) { now = at(event); paint(); } });
  canvas.addEventListener('pointerup', event => {
    if (!from) return;
    const made = area(from, at(event));
    from = now = null;
    if (made[2] > 5 && made[3] > 5 && drawn.length < 40) drawn.push(made);
    said();
  });
  canvas.addEventListener('pointercancel', () => { from = now = null; paint(); });
  box.querySelector('[data-undo]').addEventListener('click', () => { drawn.pop(); said(); });
}
