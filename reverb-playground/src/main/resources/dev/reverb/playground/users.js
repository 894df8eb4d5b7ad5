import { announce } from './announce.js';
import { byId, setError } from './dom.js';
import { UserCard } from './user-card.js';

const USER = '#server-to-user-';

/** The form that signs in, a card for the user that this page then is, and one for each that it watches. */
export class Users {
  #pusher;
  #identity;
  #onSignIn;
  #onPick;
  #user = null;
  #asked = false;
  #me = null;
  #watched = new Map();

  /**
   * @param identity who the form says one is
   * @param on `signIn` and `pick`, called with the channel of a user
   */
  constructor(pusher, identity, { signIn, pick }) {
    this.#pusher = pusher;
    this.#identity = identity;
    this.#onSignIn = signIn;
    this.#onPick = pick;
    byId('signin-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#signIn();
    });
    byId('sign-out').addEventListener('click', () => this.#signOut());
    this.#listen();
  }

  /** Whom to sign in, with the watchlist; null where nobody is wanted. */
  get user() {
    return this.#user;
  }

  #listen() {
    const { connection, user } = this.#pusher;
    connection.bind('state_change', ({ current }) => this.#onConnection(current));
    connection.bind('message', ({ event }) => {
      if (event === 'pusher:signin_success') {
        this.#onSignedIn();
      }
    });
    user.bind('pusher:signin_error', ({ error }) => this.#onRefused(error));
    user.bind_global((event, data) => {
      if (!event.startsWith('pusher:')) {
        this.#me?.receive(event, data);
      }
    });
    user.watchlist.bind('online', ({ user_ids: ids }) => this.#onSeen(ids, 'online'));
    user.watchlist.bind('offline', ({ user_ids: ids }) => this.#onSeen(ids, 'offline'));
  }

  #signIn() {
    const { id, name } = this.#identity();
    const wrong = id ? (/\s/.test(id) ? 'Here an id has no spaces: they stand between the ids of a list.' : '')
      : 'A user needs an id.';
    this.#showError(wrong, byId('signin-id'));
    if (!wrong) {
      this.#user = { id, name, watchlist: byId('watchlist').value.trim() };
      this.#renderCards();
      this.#begin();
    }
  }

  /** pusher-js signs in once on a connection, and again by itself on the next. */
  #begin() {
    if (this.#asked) {
      this.#reconnect();
    } else {
      this.#asked = true;
      this.#pusher.signin();
    }
  }

  #signOut() {
    this.#user = null;
    this.#showError('');
    this.#renderCards();
    this.#reconnect();
    announce('Signed out');
    byId('signin-id').focus();
  }

  #reconnect() {
    this.#pusher.disconnect();
    this.#pusher.connect();
  }

  #renderCards() {
    const ids = this.#user ? [...new Set(this.#user.watchlist.split(/\s+/).filter(Boolean))] : [];
    this.#me = this.#user ? this.#card(this.#user.id, true) : null;
    this.#watched = new Map(ids.map((id) => [id, this.#card(id, false)]));
    byId('users').replaceChildren(...[this.#me, ...this.#watched.values()].filter(Boolean).map(({ element }) => element));
    byId('sign-out').hidden = !this.#user;
    byId('sign-in').textContent = this.#user ? 'Sign in again' : 'Sign in';
    this.#onConnection(this.#pusher.connection.state);
  }

  #card(id, me) {
    return new UserCard(id, {
      me,
      onPick: () => {
        this.#onPick(USER + id);
        byId('publish-data').focus();
      },
    });
  }

  #onConnection(state) {
    this.#me?.show(state === 'connected' ? 'asking' : 'waiting');
    this.#watched.forEach((card) => card.show('unknown'));
  }

  #onSignedIn() {
    this.#me?.show('signed-in');
    // Of those who are online the server tells; the others are not.
    this.#watched.forEach((card) => card.state === 'unknown' && card.show('offline'));
    if (this.#user) {
      announce(`Signed in as ${this.#user.id}`);
      this.#onSignIn(USER + this.#user.id);
    }
  }

  #onSeen(ids, state) {
    ids.forEach((id) => this.#watched.get(id)?.show(state));
  }

  #onRefused(why) {
    if (this.#user) {
      this.#me.show('refused');
      this.#showError(why);
      announce(`Not signed in: ${why}`);
    }
  }

  #showError(text, ...fields) {
    setError(byId('signin-error'), text, ...fields);
  }
}
