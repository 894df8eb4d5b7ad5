import { announce } from './announce.js';
import { h, setError } from './dom.js';
import { jsonError } from './json.js';
import { LastEvent } from './last-event.js';

const STATES = {
  subscribing: 'subscribing',
  subscribed: 'subscribed',
  waiting: 'waiting for the connection',
  refused: 'refused',
};

/** One subscription: its state, how many have it, its last event, its members, and a box to whisper from. */
export class ChannelCard {
  #name;
  #channel;
  #state = h('span', { class: 'badge' });
  #count = h('span', { class: 'count muted' });
  #why = h('p', { class: 'error' });
  #last = new LastEvent();
  #retry;
  #members = null;
  #whispering = null;
  #change = h('p', { class: 'muted' });

  /**
   * @param name the channel's full name
   * @param channel Echo's channel, just made
   * @param options `canWhisper`, and what to do: `onLeave`, `onRetry`, `onPick`
   */
  constructor(name, channel, { canWhisper, onLeave, onRetry, onPick }) {
    this.#name = name;
    this.#channel = channel;
    this.#retry = h('button', { type: 'button', class: 'quiet', hidden: true, on: { click: onRetry } }, 'Try again');
    this.element = h('li', { class: 'channel' },
      h('div', { class: 'channel-head' },
        h('h3', { class: 'mono' }, name), this.#state, this.#count, h('span', { class: 'spacer' }), this.#retry,
        h('button', { type: 'button', class: 'quiet', 'aria-label': `Publish to it: ${name}`, on: { click: onPick } },
          'Publish to it'),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `Leave ${name}`, on: { click: onLeave } }, 'Leave')),
      this.#why,
      name.startsWith('presence-') ? this.#memberList() : null,
      this.#last.element,
      canWhisper ? this.#whispering = this.#whisperForm() : null);
    this.#listen();
    this.show(channel.subscription.subscribed ? 'subscribed' : 'subscribing');
  }

  show(state, why = '') {
    this.#state.textContent = STATES[state];
    this.#state.dataset.state = state;
    this.#why.textContent = why;
    this.#retry.hidden = state !== 'refused';
    this.#last.element.hidden = state === 'refused';
    if (this.#whispering) {
      this.#whispering.hidden = state === 'refused';
      this.#whispering.querySelector('button').disabled = state !== 'subscribed';
    }
    if (state !== 'subscribed') {
      this.#count.textContent = '';
      this.#members?.replaceChildren();
      this.#change.textContent = '';
    }
  }

  #listen() {
    this.#channel.subscribed(() => {
      this.show('subscribed');
      this.#showMembers();
      announce(`Subscribed to ${this.#name}`);
    });
    this.#channel.error((error) => {
      const status = error?.status ? `${error.status} ` : '';
      const why = typeof error === 'string' ? error : `${status}${error?.error ?? JSON.stringify(error)}`;
      this.show('refused', why);
      announce(`Subscription to ${this.#name} refused: ${why}`);
    });
    this.#channel.subscription.bind('pusher:subscription_count', ({ subscription_count: count }) => {
      this.#count.textContent = count === 1 ? '1 subscriber' : `${count} subscribers`;
    });
    this.#channel.subscription.bind_global((event, data) => {
      if (!event.startsWith('pusher:')) {
        this.#last.add(event, data, this.element);
        announce(`${event} on ${this.#name}`);
      }
    });
    if (this.#members) {
      this.#channel.joining((user) => this.#onMember(`${user?.name ?? 'Somebody'} has joined`));
      this.#channel.leaving((user) => this.#onMember(`${user?.name ?? 'Somebody'} has left`));
    }
  }

  #memberList() {
    this.#members = h('ul', { class: 'members', 'aria-label': `Members of ${this.#name}` });
    return h('div', { class: 'presence' }, this.#members, this.#change);
  }

  #onMember(text) {
    this.#showMembers();
    this.#change.textContent = text;
    announce(`${text} ${this.#name}`);
  }

  #showMembers() {
    if (!this.#members) {
      return;
    }
    const { members } = this.#channel.subscription;
    const chips = [];
    members.each(({ id, info }) => {
      const me = id === members.myID;
      chips.push(h('li', { class: me ? 'member me' : 'member', title: `user id ${id}` },
        info?.name ?? id, me ? h('span', { class: 'muted' }, ' (you)') : null));
    });
    this.#members.replaceChildren(...chips);
  }

  #whisper(event, data) {
    if (this.#channel.subscription.trigger(event, data)) {
      this.#last.say('You whispered ', h('code', {}, event), '; everybody else on the channel hears it');
      announce('Whispered');
    }
  }

  #whisperForm() {
    const event = h('input', { class: 'mono', value: 'typing', maxLength: 190, autocomplete: 'off', spellcheck: false,
      'aria-label': 'Name of the whisper' });
    const data = h('input', { class: 'mono', value: '{"at": "the keyboard"}', autocomplete: 'off', spellcheck: false,
      'aria-label': 'Data of the whisper, as JSON' });
    const error = h('p', { class: 'error', role: 'alert' });
    const submit = (submitted) => {
      submitted.preventDefault();
      const wrong = jsonError(data.value);
      setError(error, wrong ? `The data is not JSON. ${wrong}` : '', ...(wrong ? [data] : [event, data]));
      if (!wrong && event.value.trim()) {
        this.#whisper(`client-${event.value.trim()}`, JSON.parse(data.value));
      }
    };
    return h('form', { class: 'whisper', on: { submit } },
      h('span', { class: 'prefixed' }, h('span', { class: 'prefix mono' }, 'client-'), event), data,
      h('button', { type: 'submit', class: 'quiet', title: 'Goes to everybody else on the channel' }, 'Whisper'),
      error);
  }
}
