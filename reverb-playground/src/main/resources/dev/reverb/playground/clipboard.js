import { announce } from './announce.js';
import { h } from './dom.js';

/** Copies a text; also where the page is not a secure context and has no clipboard API. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = h('textarea', { value: text, class: 'visually-hidden' });
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Copies, and says so on the button for a moment. */
export async function copyFrom(button, text) {
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  try {
    await copy(text);
    button.textContent = 'Copied';
    announce('Copied');
  } catch {
    button.textContent = 'Not allowed';
  }
  setTimeout(() => { button.textContent = label; }, 1200);
}

/** A block of code with a button that copies it. */
export function codeBlock(code, content = document.createTextNode(code)) {
  const button = h('button', { type: 'button', class: 'quiet copy', 'aria-label': 'Copy this code' }, 'Copy');
  button.addEventListener('click', () => copyFrom(button, code));
  return h('div', { class: 'code' }, button, h('pre', { tabIndex: 0 }, h('code', {}, content)));
}
