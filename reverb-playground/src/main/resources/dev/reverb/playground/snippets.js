/** The code that does elsewhere what the page does here. Pure functions: settings in, source text out. */

const SECRET = 'REVERB_APP_SECRET';

/** A string literal of JavaScript, with single quotes. */
const js = (text) => `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;

/** A string literal of Java: what JSON escapes, Java escapes alike. */
const java = (text) => JSON.stringify(text);

const phpString = (text) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

function php(value) {
  if (Array.isArray(value)) {
    return `[${value.map(php).join(', ')}]`;
  }
  if (value !== null && typeof value === 'object') {
    return `[${Object.entries(value).map(([key, inner]) => `${phpString(key)} => ${php(inner)}`).join(', ')}]`;
  }
  return typeof value === 'string' ? phpString(value) : String(value);
}

const shell = (text) => `'${text.replace(/'/g, "'\\''")}'`;

const list = (items, literal) => items.map(literal).join(', ');

const one = (channels, literal, open, close) =>
  (channels.length === 1 ? literal(channels[0]) : open + list(channels, literal) + close);

const USER = '#server-to-user-';

/** The id of the user whose channel it is, or nothing. */
export const userOf = (channel) => (channel.startsWith(USER) ? channel.slice(USER.length) : '');

/** How Echo opens a channel of this full name. */
function echoChannel(channel) {
  const [, prefix, name] = /^(private-encrypted-|private-|presence-)?(.*)$/s.exec(channel);
  const method = { 'private-encrypted-': 'encryptedPrivate', 'private-': 'private', 'presence-': 'join' }[prefix];
  return `echo.${method ?? 'channel'}(${js(name)})`;
}

function listening(channel, event, counts) {
  const presence = channel.startsWith('presence-');
  const members = presence
    ? `    .here((users) => console.log('here', users))
    .joining((user) => console.log('joining', user))
    .leaving((user) => console.log('leaving', user))
` : '';
  const count = counts && !presence
    ? `    .subscription.bind('pusher:subscription_count', (data) => console.log(data.subscription_count))
` : '';
  const listen = `    .listen(${js(`.${event}`)}, (data) => console.log(data))`;
  return `${echoChannel(channel)}
${members}${listen}${count ? `\n${count.trimEnd()}` : ''};
`;
}

/** Events of a user come by pusher-js itself, which Echo works with. */
const signingIn = (event) => `const { user } = echo.connector.pusher;
user.bind(${js(event)}, (data) => console.log(data));
user.watchlist.bind('online', ({ user_ids }) => console.log('online', user_ids));
user.watchlist.bind('offline', ({ user_ids }) => console.log('offline', user_ids));

echo.connector.signin();
`;

function asked(channel) {
  if (userOf(channel)) {
    return '    // Your application is asked at /broadcasting/user-auth who the user is; userAuthentication changes that.\n';
  }
  return /^(private|presence)-/.test(channel)
    ? '    // Who may listen is asked at /broadcasting/auth of your application; authEndpoint changes that.\n' : '';
}

export function echo({ key, host, port, prefix, secure, subscriptionCountEvents }, channel, event) {
  return `// npm install laravel-echo pusher-js
import Echo from 'laravel-echo';
import Pusher from 'pusher-js';

window.Pusher = Pusher;

const echo = new Echo({
    broadcaster: 'reverb',
    key: ${js(key)},
    wsHost: ${js(host)},
    wsPort: ${port},
    wssPort: ${port},
${prefix ? `    wsPath: ${js(prefix)},\n` : ''}    forceTLS: ${secure},
    enabledTransports: ['ws', 'wss'],
${asked(channel)}});

${userOf(channel) ? signingIn(event) : listening(channel, event, subscriptionCountEvents)}`;
}

export function env({ id, key, host, port, secure, prefix }) {
  const path = prefix ? `\n# The path prefix goes into config/broadcasting.php, connections.reverb.options:\n#   'path' => ${
    phpString(prefix)},\n` : '';
  return `BROADCAST_CONNECTION=reverb

REVERB_APP_ID=${id}
REVERB_APP_KEY=${key}
# The secret that the server was started with.
${SECRET}=
REVERB_HOST=${host}
REVERB_PORT=${port}
REVERB_SCHEME=${secure ? 'https' : 'http'}

VITE_REVERB_APP_KEY="\${REVERB_APP_KEY}"
VITE_REVERB_HOST="\${REVERB_HOST}"
VITE_REVERB_PORT="\${REVERB_PORT}"
VITE_REVERB_SCHEME="\${REVERB_SCHEME}"
${path}`;
}

export function javaEmbedded({ id, key, port, prefix }, channel, event) {
  const publication = `${java(event)}, "{\\"id\\":42}"`;
  return `// Maven: dev.reverb:reverb-core and dev.reverb:reverb-transport-jetty
try (ReverbServer server = ReverbServer.builder()
        .application(Application.of(${java(id)}, ${java(key)}, System.getenv("${SECRET}")))
        .transport(JettyTransport.on("0.0.0.0", ${port}))
${prefix ? `        .path(${java(prefix)})\n` : ''}        .start()) {
    server.publish(${java(id)}, ${userOf(channel)
    ? `Publication.toUser(${java(userOf(channel))}, ${publication})` : `${java(channel)}, ${publication}`});
    server.awaitShutdown();
}
`;
}

export function curl({ url, method, body }) {
  const data = body ? ` \\\n  -H 'Content-Type: application/json' \\\n  -d ${shell(body)}` : '';
  return `curl -i ${method === 'GET' ? '' : `-X ${method} `}${shell(url)}${data}\n`;
}

/** The user that an event is for, where it is for one and nobody else. */
const onlyUser = (channels) => (channels.length === 1 ? userOf(channels[0]) : '');

/** pusher-http-java knows no users, but sends any request. */
function javaTrigger({ channels, event, data, socketId }) {
  const elsewhere = socketId ? `, ${java(socketId)}` : '';
  const body = { name: event, channels, data, ...(socketId ? { socket_id: socketId } : {}) };
  return onlyUser(channels) ? `pusher.post("/events", ${java(JSON.stringify(body))});`
    : `pusher.trigger(${one(channels, java, 'List.of(', ')')}, ${java(event)},
        JsonParser.parseString(${java(data)})${elsewhere});`;
}

/** Not every publisher's library can be told of a path prefix. */
const noPrefix = (prefix) => (prefix ? `// It knows no path prefix: let a proxy in front of the server add ${prefix}.\n` : '');

export function javaPublish({ id, key, host, port, secure, prefix }, publication) {
  const { channels, event, data, socketId } = publication;
  const user = onlyUser(channels);
  const to = user ? `toUser(${java(user)}` : `of(${one(channels, java, 'List.of(', ')')}`;
  const except = socketId ? `\n        .except(${java(socketId)})` : '';
  return `// In the process that the server is embedded in:
server.publish(${java(id)}, Publication.${to}, ${java(event)},
        ${java(data)})${except});

// From any other, with com.pusher:pusher-http-java:
${noPrefix(prefix)}Pusher pusher = new Pusher(${java(id)}, ${java(key)}, System.getenv("${SECRET}"));
pusher.setHost("${host}:${port}");
pusher.setEncrypted(${secure});
${javaTrigger(publication)}
`;
}

export function laravel({ channels, event, data, socketId }) {
  const value = JSON.parse(data);
  const arrays = value !== null && typeof value === 'object';
  return `// Laravel 11 and later, with the lines of "Laravel .env" below
use Illuminate\\Support\\Facades\\Broadcast;

Broadcast::on(${one(channels, phpString, '[', ']')})
    ->as(${phpString(event)})
    ->with(${arrays ? php(value) : `['value' => ${php(value)}]`})${arrays ? '' : ' // Laravel sends arrays and objects only'}
${socketId ? '    ->toOthers()\n' : ''}    ->send();
`;
}

export function node({ id, key, host, port, secure, prefix }, { channels, event, data, socketId }) {
  const except = socketId ? `, { socket_id: ${js(socketId)} }` : '';
  return `// npm install pusher
import Pusher from 'pusher';

${noPrefix(prefix)}const reverb = new Pusher({
    appId: ${js(id)},
    key: ${js(key)},
    secret: process.env.${SECRET},
    host: ${js(host)},
    port: ${js(String(port))},
    useTLS: ${secure},
});

await reverb.${onlyUser(channels)
    ? `sendToUser(${js(onlyUser(channels))}, ${js(event)}, ${data})`
    : `trigger(${one(channels, js, '[', ']')}, ${js(event)}, ${data}${except})`};
`;
}
