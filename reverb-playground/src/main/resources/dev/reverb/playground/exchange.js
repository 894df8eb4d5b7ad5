import { codeBlock } from './clipboard.js';
import { h } from './dom.js';
import { parse, pretty } from './json.js';

/** A request to the HTTP API with its answer, as they went over the wire. */
export function exchangeView({ method, target, url, body, signedText, status, statusText, text, millis }) {
  const head = `${method} ${target} HTTP/1.1\nHost: ${new URL(url).host}`;
  const request = body ? `${head}\nContent-Type: application/json\n\n${body}` : head;
  const answer = parse(text);
  return [
    codeBlock(request),
    h('p', { class: status < 400 ? 'answer ok' : 'answer bad' },
      h('b', {}, `${status} ${statusText}`), h('span', { class: 'muted' }, ` in ${Math.max(1, Math.round(millis))} ms`)),
    codeBlock(text, answer === undefined ? undefined : pretty(answer)),
    h('details', {}, h('summary', {}, 'How it was signed'),
      h('p', { class: 'hint' }, 'auth_signature is the HMAC-SHA256, with the application\'s secret, of these three lines: '
        + 'method, path, and all other parameters in the order of their names. body_md5 covers the body. The server '
        + 'accepts it for ten minutes.'),
      codeBlock(signedText)),
  ];
}
