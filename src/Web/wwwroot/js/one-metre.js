// One-metre mode: pinyin over the characters, and reading aloud. Without this script the plain words remain.
import { customPinyin, pinyin } from '/lib/pinyin.js';

customPinyin({ 还书: 'huán shū', 还行: 'hái xíng', 觉得: 'jué de', 走得: 'zǒu de', 亮了: 'liàng le', 还有: 'hái yǒu', 还没有: 'hái méi yǒu' });

const element = (name, className, ...inside) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
};

const withPinyin = text => {
  const out = document.createDocumentFragment();
  for (const { origin, pinyin: sound, isZh } of pinyin(text, { type: 'all' })) {
    if (isZh) {
      const rt = element('rt', '', sound);
      rt.setAttribute('aria-hidden', 'true');
      out.append(element('span', 'om-zi', element('ruby', '', origin, rt)));
      continue;
    }
    // A mark stays with the character before it, so that no line begins with one.
    const before = /[，。！？、：；”》）]/.test(origin) && out.lastChild;
    if (before?.className === 'om-zi') {
      const keep = element('span', 'om-keep');
      before.replaceWith(keep);
      keep.append(before, origin);
    } else out.append(origin);
  }
  return out;
};

for (const host of document.querySelectorAll('[data-pinyin]')) {
  host.dataset.text = host.textContent;
  const words = document.createTreeWalker(host, NodeFilter.SHOW_TEXT), nodes = [];
  while (words.nextNode()) nodes.push(words.currentNode);
  for (const node of nodes) if (/\p{Script=Han}/u.test(node.data)) node.replaceWith(withPinyin(node.data));
}

const button = document.querySelector('[data-read-aloud]');
if (button && 'speechSynthesis' in window) {
  const parts = [...document.querySelectorAll('main [data-pinyin]')].filter(part => !button.contains(part));
  const reading = () => button.getAttribute('aria-pressed') === 'true';
  const stop = () => {
    speechSynthesis.cancel();
    button.setAttribute('aria-pressed', 'false');
    parts.forEach(part => part.classList.remove('is-reading'));
  };
  const read = i => {
    parts.forEach(part => part.classList.remove('is-reading'));
    if (i >= parts.length || !reading()) return stop();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    parts[i].classList.add('is-reading');
    parts[i].scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    const says = new SpeechSynthesisUtterance(parts[i].dataset.text);
    says.lang = 'zh-CN';
    says.rate = 0.85;
    says.onend = () => read(i + 1);
    speechSynthesis.speak(says);
  };
  button.hidden = parts.length === 0;
  button.addEventListener('click', () => {
    if (reading()) return stop();
    button.setAttribute('aria-pressed', 'true');
    read(0);
  });
  addEventListener('pagehide', stop);
}
