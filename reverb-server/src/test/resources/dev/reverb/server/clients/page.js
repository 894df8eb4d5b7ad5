'use strict';

// What the tests find on every page: they run the client's own calls, and wait for what those note.

const query = new URLSearchParams(location.search);

// Makes the libraries' timers faster, where a test says so: pusher-js pauses for 15 s after a failed attempt.
const hurry = Number(query.get('hurry') ?? 1);
const setTimer = window.setTimeout;
window.setTimeout = (task, delay, ...values) => setTimer(task, delay / hurry, ...values);

/** What has happened, in order: a list for each name. */
const notes = {};

/** A callback that notes the first value it is called with, as it is at that time. */
function note(name) {
    return (value) => (notes[name] ??= []).push(JSON.parse(JSON.stringify(value ?? null)));
}

/** A callback that notes all values it is called with, as a list. */
function noteAll(name) {
    return (...values) => note(name)(values);
}

function count(name) {
    return notes[name]?.length ?? 0;
}

/** The options that the documentation of Reverb gives for Echo, and whatever the test adds. */
function options(more) {
    return {
        key: query.get('key'),
        wsHost: location.hostname,
        wsPort: location.port,
        wssPort: location.port,
        forceTLS: location.protocol === 'https:',
        enabledTransports: ['ws', 'wss'],
        ...more,
    };
}

/** Begins to connect by laravel-echo, as the user of the page. */
function connectEcho(more) {
    window.echo = new Echo.default({ broadcaster: 'reverb', bearerToken: query.get('user'), ...options(more) });
    window.pusher = echo.connector.pusher;
    noteConnection();
}

/** Begins to connect by pusher-js alone, as the user of the page. */
function connectPusher(more) {
    const headers = { Authorization: `Bearer ${query.get('user')}` };
    window.pusher = new Pusher(options().key, {
        cluster: 'none',
        channelAuthorization: { endpoint: '/broadcasting/auth', headers },
        userAuthentication: {
            endpoint: '/broadcasting/user-auth',
            headers,
            params: { watchlist: query.get('watchlist') ?? '' },
        },
        ...options(more),
    });
    noteConnection();
}

function noteConnection() {
    note('state')(pusher.connection.state);
    pusher.connection.bind('state_change', (change) => note('state')(change.current));
    pusher.connection.bind('connected', note('connected'));
    pusher.connection.bind('error', note('error'));
    pusher.connection.bind('message', (message) => note('message')(message.event));
}

/** The codes of what has gone wrong, in order. pusher-js tells of a close twice: as it came, and wrapped. */
function errorCodes() {
    const codes = (notes.error ?? []).map((error) => error.data?.code ?? error.error?.data?.code);
    return codes.filter((code, i) => code && !(notes.error[i].type === 'WebSocketError' && code === codes[i - 1]));
}
