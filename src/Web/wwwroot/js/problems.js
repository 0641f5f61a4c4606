// Each reason above a form begins with the name of the field that it belongs to, as the field itself is called.
for (const link of document.querySelectorAll('.om-problems a[href^="#"]')) {
  const field = document.getElementById(link.hash.slice(1));
  const called = field?.labels?.[0] ?? field?.closest('fieldset')?.querySelector('legend');
  const name = called?.textContent.trim();
  if (name && !link.textContent.includes(name)) link.prepend(`${name}${document.documentElement.lang.startsWith('zh') ? '：' : ': '}`);
}
