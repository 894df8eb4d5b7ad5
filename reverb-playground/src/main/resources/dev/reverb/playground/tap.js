/**
 * What goes over the wire, told to whoever listens, as entries `{time, kind, text, frame, title}`. `kind` is `in` or
 * `out` (frames), `link` (connections) or `http` (requests of the page).
 */
const listeners = new Set();

export function onTraffic(listener) {
  listeners.add(listener);
}

export function report(kind, fields) {
  const entry = { time: new Date(), kind, ...fields };
  listeners.forEach((listener) => listener(entry));
}

/** A WebSocket that tells of all it does; pusher-js takes whatever `window.WebSocket` is when it connects. */
class TappedWebSocket extends WebSocket {
  constructor(...parameters) {
    super(...parameters);
    report('link', { title: 'connecting', text: this.url });
    this.addEventListener('open', () => report('link', { title: 'open', text: this.url }));
    this.addEventListener('message', ({ data }) => report('in', { text: data }));
    this.addEventListener('close', ({ code, reason }) => report('link', { title: `closed ${code}`, text: reason, code }));
  }

  send(data) {
    report('out', { text: data });
    super.send(data);
  }
}

export function tapWebSockets() {
  window.WebSocket = TappedWebSocket;
}
