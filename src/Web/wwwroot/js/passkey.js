// Buttons that ask the browser for a passkey. They mean nothing without script, so they stay hidden until it runs, and where the browser knows no passkeys.
// <button data-passkey="get|create" data-options="/address" data-failed="…"> stands in the form that takes the answer in its field "credential".
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

for (const button of able ? document.querySelectorAll('[data-passkey]') : []) {
  const form = button.form, credential = form.querySelector('[data-credential]'), says = form.querySelector('[data-says]');
  (button.closest('[data-needs-script]') ?? button).hidden = false;
  const tell = word => {
    says.querySelector('span').textContent = word;
    says.hidden = false;
  };
  button.addEventListener('click', async () => {
    if (!form.reportValidity()) return;
    says.hidden = true;
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.options, { method: 'POST', body: new FormData(form) });
      if (!answer.ok) return tell(answer.status === 422 ? await answer.text() : button.dataset.failed);
      const options = await answer.json();
      const made = button.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      credential.value = JSON.stringify(made);
      form.submit();
    } catch {
      tell(button.dataset.failed);
    } finally {
      button.disabled = false;
    }
  });
}
