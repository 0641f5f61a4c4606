// Signing out clears what this browser keeps, on purpose: it may be shared. Whoever has answers on a sheet that were never sent is asked first.
const form = document.querySelector('form[action="/signout"]');
form?.addEventListener('submit', event => {
  const waiting = Number(localStorage.getItem('onemetre-unsent') ?? 0);
  if (waiting > 0 && !confirm(form.dataset.unsent.replace('{0}', waiting))) event.preventDefault();
});
