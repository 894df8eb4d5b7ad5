import { announce } from './announce.js';
import { h } from './dom.js';
import { LastEvent } from './last-event.js';

const STATES = {
  waiting: 'waiting for the connection',
  asking: 'signing in',
  'signed-in': 'signed in',
  refused: 'refused',
  unknown: 'not known',
  online: 'online',
  offline: 'offline',
};

/** A user: the one that this page is, with the events that reach it, or one that it watches. */
export class UserCard {
  #id;
  #state = h('span', { class: 'badge' });
  #last = null;

  /**
   * @param id the user's id
   * @param options whether it is `me`, and what to do `onPick`
   */
  constructor(id, { me, onPick }) {
    this.#id = id;
    this.#last = me ? new LastEvent('No event to you yet') : null;
    this.element = h('li', { class: 'channel user' },
      h('div', { class: 'channel-head' },
        h('h3', { class: 'mono' }, id, me ? h('span', { class: 'muted' }, ' (you)') : null), this.#state,
        h('span', { class: 'spacer' }),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `Publish to user ${id}`, on: { click: onPick } },
          me ? 'Publish to you' : 'Publish to them')),
      this.#last?.element);
  }

  get state() {
    return this.#state.dataset.state;
  }

  show(state) {
    const before = this.state;
    this.#state.textContent = STATES[state];
    this.#state.dataset.state = state;
    if (before !== state && (state === 'online' || before === 'online')) {
      announce(`${this.#id} is ${STATES[state]}`);
    }
  }

  /** An event to this user has come. */
  receive(event, data) {
    this.#last.add(event, data, this.element);
    announce(`${event} to you`);
  }
}
