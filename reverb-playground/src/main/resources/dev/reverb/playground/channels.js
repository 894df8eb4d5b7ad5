import { byId, h, setError } from './dom.js';
import { ChannelCard } from './channel-card.js';

const TYPES = {
  public: {
    prefix: '',
    hint: 'Whoever knows the name may listen. Nothing is signed.',
    open: (echo, name) => echo.channel(name),
  },
  private: {
    prefix: 'private-',
    hint: 'Your application decides who may listen: Echo asks it for a signature. Here the playground signs. Members may '
      + 'whisper to each other.',
    open: (echo, name) => echo.private(name),
  },
  presence: {
    prefix: 'presence-',
    hint: 'A private channel that knows who is there: join it as somebody, and as somebody else from ',
    open: (echo, name) => echo.join(name),
  },
  encrypted: {
    prefix: 'private-encrypted-',
    hint: 'Only your application and its clients hold the key; this server passes on what it cannot read. The playground '
      + 'has no key, so it cannot take part. In your app, encryptedPrivate() works as it is.',
    open: null,
  },
};
const NAME = /^[A-Za-z0-9_\-=@,.;]+$/;
const MAX_LENGTH = 164;
const CACHE = 'cache-';

/** The form that subscribes, and a card for every subscription. */
export class Channels {
  #config;
  #echo;
  #onPick;
  #cards = new Map();
  #form = byId('subscribe-form');
  #name = byId('channel-name');
  #cache = byId('cache');

  /** @param onPick called with the full name of a channel that the user works with now */
  constructor(config, echo, onPick) {
    this.#config = config;
    this.#echo = echo;
    this.#onPick = onPick;
    this.#form.addEventListener('change', () => this.#showType());
    this.#name.addEventListener('change', () => this.#readPrefix());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#readPrefix();
      this.#subscribe();
    });
    echo.connector.pusher.connection.bind('state_change', ({ current }) => this.#onConnection(current));
    this.#showType();
  }

  get #type() {
    return TYPES[this.#form.elements.type.value];
  }

  /** A name with its prefix, as it stands in logs and code, sets type and cache. */
  #readPrefix() {
    const typed = this.#name.value.trim();
    const type = Object.keys(TYPES).reverse().find((name) => TYPES[name].prefix && typed.startsWith(TYPES[name].prefix));
    let rest = typed;
    if (type) {
      this.#form.elements.type.value = type;
      rest = typed.slice(TYPES[type].prefix.length);
    }
    if (rest.startsWith(CACHE)) {
      this.#cache.checked = true;
      rest = rest.slice(CACHE.length);
    }
    this.#name.value = rest;
    this.#showType();
  }

  #showType() {
    const encrypted = this.#type === TYPES.encrypted;
    const hint = byId('type-hint');
    hint.replaceChildren(this.#type.hint);
    if (this.#type === TYPES.presence) {
      hint.append(h('a', { href: location.href, target: '_blank', rel: 'noopener' }, 'a second tab'), '.');
    }
    byId('identity').hidden = this.#type !== TYPES.presence;
    byId('name-row').hidden = encrypted;
    this.#cache.closest('label').hidden = encrypted;
    byId('name-prefix').textContent = this.#type.prefix + (this.#cache.checked ? CACHE : '');
    setError(byId('name-error'), '', this.#name);
  }

  #subscribe() {
    const rest = (this.#cache.checked ? CACHE : '') + this.#name.value;
    const type = this.#type;
    const full = type.prefix + rest;
    const wrong = this.#refusal(full);
    setError(byId('name-error'), wrong, this.#name);
    if (!wrong && type.open) {
      this.#add(full, () => type.open(this.#echo, rest));
      this.#onPick(full);
    }
  }

  #refusal(full) {
    if (!this.#name.value) {
      return 'A channel needs a name.';
    }
    if (!NAME.test(full)) {
      return 'A name is made of letters, digits and _ - = @ , . ;';
    }
    if (full.length > MAX_LENGTH) {
      return `A name has at most ${MAX_LENGTH} characters with its prefix.`;
    }
    return this.#cards.has(full) ? 'You are subscribed to it already.' : '';
  }

  #add(full, open) {
    const card = new ChannelCard(full, open(), {
      canWhisper: this.#canWhisper(full),
      onPick: () => {
        this.#onPick(full);
        byId('publish-data').focus();
      },
      onLeave: () => {
        this.#remove(full);
        this.#name.focus();
      },
      onRetry: () => {
        this.#remove(full);
        this.#add(full, open);
      },
    });
    this.#cards.set(full, card);
    byId('channels').prepend(card.element);
    if (this.#echo.connector.pusher.connection.state !== 'connected') {
      card.show('waiting');
    }
    this.#showCount();
  }

  #canWhisper(full) {
    const policy = this.#config.acceptClientEventsFrom;
    return policy === 'all' || policy === 'members' && /^(private|presence)-/.test(full);
  }

  #remove(full) {
    this.#echo.leaveChannel(full);
    this.#cards.get(full).element.remove();
    this.#cards.delete(full);
    this.#showCount();
  }

  #showCount() {
    byId('no-channels').hidden = this.#cards.size > 0;
    byId('known-channels').replaceChildren(...[...this.#cards.keys()].map((value) => h('option', { value })));
  }

  #onConnection(state) {
    this.#cards.forEach((card) => card.show(state === 'connected' ? 'subscribing' : 'waiting'));
  }
}
