import { announce } from './announce.js';
import { copyFrom } from './clipboard.js';
import { byId } from './dom.js';
import { clock, describe, row } from './log-row.js';
import { onTraffic } from './tap.js';

const MAX_ROWS = 500;
const SIGNS = { in: '<', out: '>', link: '-', http: '=' };

/** The live log: newest first, bounded, filtered, pausable. */
export class Log {
  #rows = byId('log-rows');
  #search = byId('log-search');
  #shown = [];
  #waiting = [];
  #paused = false;
  #dropped = 0;
  #counting = false;

  constructor() {
    onTraffic((entry) => this.#add(describe(entry)));
    this.#search.addEventListener('input', () => this.#filter());
    document.querySelectorAll('[data-kind]').forEach((box) => box.addEventListener('change', () => this.#filter()));
    byId('log-pause').addEventListener('click', () => this.#pause(!this.#paused));
    byId('log-clear').addEventListener('click', () => this.#clear());
    byId('log-copy').addEventListener('click', () => copyFrom(byId('log-copy'), this.#text()));
    this.#showCount();
  }

  #add(entry) {
    if (this.#paused) {
      this.#waiting.push(entry);
      this.#dropped += this.#waiting.splice(0, this.#waiting.length - MAX_ROWS).length;
    } else {
      this.#prepend(entry);
    }
    this.#countSoon();
  }

  /** Once per painted frame, however many entries come. */
  #countSoon() {
    if (!this.#counting) {
      this.#counting = true;
      requestAnimationFrame(() => {
        this.#counting = false;
        this.#showCount();
      });
    }
  }

  #prepend(entry) {
    const element = row(entry);
    element.hidden = !this.#matches(entry);
    this.#rows.prepend(element);
    this.#shown.unshift({ entry, element });
    while (this.#shown.length > MAX_ROWS) {
      this.#shown.pop().element.remove();
      this.#dropped += 1;
    }
  }

  #matches(entry) {
    const kind = entry.ping ? 'ping' : entry.kind;
    const box = document.querySelector(`[data-kind="${kind}"]`);
    const wanted = this.#search.value.trim().toLowerCase();
    return (box === null || box.checked)
      && (!wanted || `${entry.event} ${entry.channel} ${entry.text}`.toLowerCase().includes(wanted));
  }

  #filter() {
    this.#shown.forEach(({ entry, element }) => { element.hidden = !this.#matches(entry); });
    this.#showCount();
  }

  #pause(paused) {
    this.#paused = paused;
    byId('log-pause').setAttribute('aria-pressed', String(paused));
    byId('log-pause').textContent = paused ? 'Go on' : 'Pause';
    this.#waiting.splice(0).forEach((entry) => this.#prepend(entry));
    announce(paused ? 'Log paused' : 'Log goes on');
    this.#showCount();
  }

  #clear() {
    this.#shown = [];
    this.#waiting = [];
    this.#dropped = 0;
    this.#rows.replaceChildren();
    this.#showCount();
    announce('Log cleared');
  }

  #text() {
    return this.#shown.filter(({ element }) => !element.hidden).reverse()
      .map(({ entry }) => [clock(entry.time), SIGNS[entry.kind], ['in', 'out'].includes(entry.kind) ? '' : entry.event,
        entry.text].filter(Boolean).join(' '))
      .join('\n');
  }

  #showCount() {
    const visible = this.#shown.filter(({ element }) => !element.hidden).length;
    const parts = [visible === this.#shown.length ? `${visible}` : `${visible} of ${this.#shown.length}`];
    if (this.#waiting.length > 0) {
      parts.push(`${this.#waiting.length} more while paused`);
    }
    if (this.#dropped > 0) {
      parts.push(`older ${this.#dropped} dropped`);
    }
    byId('log-count').textContent = this.#shown.length + this.#waiting.length > 0 ? parts.join(', ') : '';
    byId('log-empty').hidden = this.#shown.length > 0;
  }
}
