import { byId } from './dom.js';

const PAUSE_MS = 1000;
let waiting = [];
let timer = null;

/** Tells screen readers, politely. What comes within a second is told together, and of many the last few. */
export function announce(text) {
  waiting.push(text);
  timer ??= setTimeout(() => {
    const more = waiting.length - 3;
    byId('announcer').textContent = (more > 0 ? `${more} more. ` : '') + waiting.slice(-3).join('. ');
    waiting = [];
    timer = null;
  }, PAUSE_MS);
}
