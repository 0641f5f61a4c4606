// Long work: asks how far it is, every second at first and then more calmly; loads the page again when it has ended.
for (const job of document.querySelectorAll('[data-job]')) {
  const bar = job.querySelector('[data-job-bar]'), text = job.querySelector('[data-job-text]'), said = job.querySelector('[data-job-said]');
  let wait = 1000, tens = -1;
  const ask = async () => {
    try {
      const answer = await fetch(job.dataset.job, { headers: { accept: 'application/json' }, cache: 'no-store' });
      if (answer.redirected || !answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      if (now.ended) return location.reload();
      if (now.percent == null) bar.removeAttribute('value'); else bar.value = now.percent;
      text.textContent = now.text;
      // Read out only each tenth, or a screen reader would never be quiet.
      if (Math.floor(now.percent / 10) !== tens) { tens = Math.floor(now.percent / 10); said.textContent = now.text; }
      wait = Math.min(wait * 1.2, 5000);
    } catch {
      wait = Math.min(wait * 2, 30000); // the network is weak or the server busy: the work goes on without us
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
