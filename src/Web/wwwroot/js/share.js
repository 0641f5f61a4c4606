// Copying a page's address and printing it: buttons that only mean something with script, so they stay hidden without.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const word = button.querySelector('span'), before = word.textContent;
  word.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = button.dataset.copied;
    setTimeout(() => word.textContent = before, 2500);
  });
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    for (const fold of document.querySelectorAll('details.om-fold')) fold.open = true;
    print();
  });
}
