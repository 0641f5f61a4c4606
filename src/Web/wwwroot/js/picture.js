// A drawing as PNG: the server's SVG, painted by the browser at twice its size and saved. The buttons only mean something with script, so they stay hidden without.
export const nameOf = (disposition, address) => {
  const star = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? ''), plain = /filename="?([^";]+)"?/i.exec(disposition ?? '');
  const name = star ? decodeURIComponent(star[1]) : plain ? plain[1] : new URL(address, 'http://x').pathname.split('/').pop();
  return name.replace(/\.svg$/i, '') + '.png';
};

const paint = async (svg, scale) => {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = address; });
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob(blob => blob ? done(blob) : failed(new Error('no picture')), 'image/png'));
  } finally { URL.revokeObjectURL(address); }
};

if (typeof document !== 'undefined') for (const button of document.querySelectorAll('[data-png]')) {
  button.hidden = false;
  const word = button.querySelector('span'), before = word.textContent;
  word.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.png);
      if (!answer.ok) throw new Error(String(answer.status));
      const address = URL.createObjectURL(await paint(await answer.text(), 2)), link = document.createElement('a');
      [link.href, link.download] = [address, nameOf(answer.headers.get('Content-Disposition'), button.dataset.png)];
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    } catch {
      word.textContent = button.dataset.failed;
      setTimeout(() => word.textContent = before, 4000);
    }
    button.disabled = false;
  });
}
