// A passage that is selected in the text stands in the form of a proofreader's mark. Without this it is copied by hand.
const form = document.querySelector('form[data-proof]');
const passage = form?.querySelector('[name="Proof.Passage"]'), part = form?.querySelector('[name="Proof.Part"]');

function take() {
  const selection = document.getSelection();
  const said = selection?.toString().trim() ?? '';
  const within = node => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest('[data-part]');
  const where = within(selection?.anchorNode);
  if (!said || !where || where !== within(selection.focusNode) || said.length > passage.maxLength) return;
  passage.value = said;
  part.value = where.dataset.part;
}

if (form) for (const event of ['mouseup', 'touchend', 'keyup']) document.addEventListener(event, take);
