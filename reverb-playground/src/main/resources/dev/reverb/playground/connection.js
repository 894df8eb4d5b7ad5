import { announce } from './announce.js';
import { authenticate, authorize } from './api.js';
import { byId, prose } from './dom.js';
import { explainClose } from './explain.js';
import { onTraffic } from './tap.js';

const NAMES = {
  initialized: 'Not connected',
  connecting: 'Connecting',
  connected: 'Connected',
  unavailable: 'Not reachable',
  disconnected: 'Disconnected',
  failed: 'Failed',
};

/**
 * An Echo that is set up as an application's would be, except that the playground authorizes.
 *
 * @param currentUser who joins presence channels
 * @param userToSignIn who signs in, or null where nobody does
 */
export function createEcho(config, currentUser, userToSignIn) {
  // The script build of Echo is a module object: the class is its default export.
  return new window.Echo.default({
    broadcaster: 'reverb',
    key: config.key,
    wsHost: config.host,
    wsPort: config.port,
    wssPort: config.port,
    wsPath: config.prefix,
    forceTLS: config.secure,
    // With TLS or without, as forceTLS says. 'wss' beside it would be tried without TLS too, and fail.
    enabledTransports: ['ws'],
    channelAuthorization: {
      customHandler({ socketId, channelName }, done) {
        const user = currentUser();
        authorize(config, { socket_id: socketId, channel_name: channelName, user_id: user.id, user_name: user.name })
          .then((answer) => done(null, answer), (error) => done(error, null));
      },
    },
    userAuthentication: {
      customHandler({ socketId }, done) {
        const user = userToSignIn();
        if (user) {
          authenticate(config, { socket_id: socketId, user_id: user.id, user_name: user.name, watchlist: user.watchlist })
            .then((answer) => done(null, answer), (error) => done(error, null));
        } else {
          done(new Error('Nobody is to be signed in.'), null);
        }
      },
    },
  });
}

/** The bar at the top: how the connection is, and a button that ends or begins it. */
export function connectionBar(config, echo) {
  const { pusher } = echo.connector;
  const link = pusher.connection;
  let connects = 0;
  let retries = 0;
  let wanted = true;
  let lastClose = null;
  let refusal = '';

  function detail(state) {
    switch (state) {
      case 'connected':
        return connects > 1 ? `reconnected ${connects - 1}×` : '';
      case 'connecting':
        return connects > 0 && lastClose ? `again, after a close with ${lastClose}` : '';
      case 'unavailable':
        return `tried ${retries}×, will try again`;
      case 'disconnected':
        return wanted ? `by the server, with ${lastClose}` : 'by you';
      case 'failed':
        return 'this browser has no WebSockets, or they are switched off';
      default:
        return '';
    }
  }

  function show(state) {
    byId('state').dataset.state = state;
    byId('state-name').textContent = NAMES[state] ?? state;
    byId('state-detail').textContent = detail(state);
    byId('socket-id').textContent = state === 'connected' ? link.socket_id : 'none';
    byId('connect').textContent = ['disconnected', 'failed', 'initialized'].includes(state) ? 'Connect' : 'Disconnect';
    byId('try-now').hidden = !(state === 'unavailable' || state === 'connecting' && retries > 0);
    const notice = byId('notice');
    notice.replaceChildren(...prose(state === 'disconnected' && wanted ? refusal : ''));
    notice.hidden = !notice.textContent;
  }

  onTraffic(({ kind, title, code }) => {
    if (kind === 'link' && title === 'connecting') {
      retries += 1;
    } else if (kind === 'link' && code) {
      lastClose = code;
      show(link.state);
    }
  });
  link.bind('error', (error) => {
    // An error before or with the close; error frames of a connection that goes on are of another type.
    const data = error?.type === 'WebSocketError' ? error.error?.data : null;
    if (data?.code) {
      refusal = `The server closed the connection: ${data.code} ${data.message ?? ''}. ${explainClose(data.code)}`;
      show(link.state);
    }
  });
  link.bind('state_change', ({ current }) => {
    if (current === 'connected') {
      connects += 1;
      retries = 0;
      refusal = '';
    }
    show(current);
    announce(NAMES[current] ?? current);
  });
  byId('connect').addEventListener('click', () => {
    wanted = byId('connect').textContent === 'Connect';
    refusal = '';
    if (wanted) {
      pusher.connect();
    } else {
      echo.disconnect();
    }
  });
  byId('try-now').addEventListener('click', () => {
    // pusher-js waits 15 seconds and more between attempts; a server that restarts is back sooner.
    echo.disconnect();
    pusher.connect();
  });
  byId('server-url').textContent = config.socketUrl;
  show(link.state);
}
