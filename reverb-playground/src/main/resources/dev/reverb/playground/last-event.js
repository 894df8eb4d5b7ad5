import { h } from './dom.js';

/** How many events have come, and the last of them; `element` is a line of text. */
export class LastEvent {
  #events = 0;

  constructor(none = 'No event yet') {
    this.element = h('p', { class: 'last muted' }, none);
  }

  /** Shows an event, and lets the card that it is in light up. */
  add(event, data, card) {
    this.#events += 1;
    this.say(h('b', {}, this.#events === 1 ? '1 event' : `${this.#events} events`), ', the last ',
      h('code', {}, event), ' ', h('code', { class: 'muted' }, JSON.stringify(data) ?? ''));
    card.classList.remove('flash');
    requestAnimationFrame(() => card.classList.add('flash'));
  }

  /** Says something else in its place. */
  say(...content) {
    this.element.replaceChildren(...content);
  }
}
