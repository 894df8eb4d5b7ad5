/** What the events of the protocol mean. */
const EVENTS = {
  'pusher:connection_established': 'The server has accepted the connection and given it a socket id. After '
    + '`activity_timeout` seconds of silence, client or server checks whether the other is still there.',
  'pusher:subscribe': 'The client asks to hear a channel. For private and presence channels it sends along the signature '
    + 'that the application gave it.',
  'pusher:unsubscribe': 'The client leaves the channel. There is no answer.',
  'pusher_internal:subscription_succeeded': 'The subscription stands: what is published from now on arrives here. On '
    + 'presence channels it lists who is there.',
  'pusher:subscription_error': 'The server refuses the subscription. The connection itself stays open; in Echo, '
    + '`.error()` hears of it.',
  'pusher_internal:member_added': 'A user has come: this is the first of their connections on the channel. In Echo: '
    + '`.joining()`.',
  'pusher_internal:member_removed': 'A user has gone: their last connection has left. In Echo: `.leaving()`.',
  'pusher_internal:subscription_count': 'How many connections are subscribed to the channel: the application has switched on '
    + '`subscription_count_events`. On a large channel it comes at most once a second.',
  'pusher:cache_miss': 'The cache channel keeps no event: none was published lately.',
  'pusher:error': 'The server reports an error. Without a close after it, the connection goes on.',
  'pusher:ping': 'Are you still there?',
  'pusher:pong': 'Yes, still here.',
  'pusher:signin': 'The client says who its user is, and whom the user watches, with a signature of the application.',
  'pusher:signin_success': 'The connection is now the user\'s. Events to the user reach it, on the channel that begins with '
    + '`#server-to-user-`.',
  'pusher_internal:watchlist_events': 'Users that this one watches have come online with their first connection, or gone '
    + 'offline with their last. Those watched do not notice. In pusher-js: `user.watchlist.bind()`.',
};

/** What the close codes mean, and what the client does then. */
const CODES = {
  1000: 'An ordinary end.',
  1001: 'One side is going away.',
  1005: 'An ordinary end, without a code: this page hung up.',
  1006: 'The connection broke off without a close frame, or never came about. The client tries again.',
  1009: 'A message was longer than `max_message_size`.',
  4000: 'The application accepts TLS only; the client tries again with wss.',
  4001: 'No application has this key. The client gives up.',
  4003: 'The application is disabled. The client gives up.',
  4004: 'The application is at its `max_connections`. The client gives up.',
  4009: 'Not authorized: this origin is not allowed, a signature is wrong, nobody signed in where that is required, or the '
    + 'application ended the connection. The client gives up.',
  4100: 'The server is over capacity. The client tries again after a pause.',
  4200: 'The server asks the client to come back at once, as it does when it restarts.',
  4201: 'No answer to a ping in time. The client reconnects.',
  4202: 'Closed after a long silence. The client reconnects.',
};

export function explainClose(code) {
  return CODES[code] ?? '';
}

/** A sentence or two on an entry of the log, or nothing. */
export function explain({ kind, event, code, frame }) {
  if (kind === 'link') {
    return explainClose(code);
  }
  if (kind === 'http') {
    return '';
  }
  if (EVENTS[event]) {
    return EVENTS[event];
  }
  if (event?.startsWith('client-')) {
    return kind === 'out'
      ? 'A client event (a whisper): it goes to the others on the channel, past your application.'
      : `A client event (a whisper) of another connection${frame?.user_id ? `, of user ${frame.user_id}` : ''}.`;
  }
  if (kind === 'in' && frame?.channel?.startsWith('#server-to-user-')) {
    return 'An event that the application sent to this user. Each connection that is signed in as the user gets it once.';
  }
  return kind === 'in' && frame?.channel ? 'An event that the application published. `data` is the string as it was sent.' : '';
}
