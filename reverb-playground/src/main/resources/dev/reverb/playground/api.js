import { parse } from './json.js';
import { report } from './tap.js';

const MARKED = { 'Content-Type': 'application/json', 'X-Reverb-Playground': '1' };

async function post(url, body) {
  const response = await fetch(url, { method: 'POST', headers: MARKED, body: JSON.stringify(body) });
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) {
    throw new Error(answer?.error ?? `${response.status} ${text}`);
  }
  return answer;
}

async function askApplication(path, fields, { answered, refused }) {
  const entry = { title: `POST ${path}`, channel: fields.channel_name, request: fields };
  try {
    const answer = await post(path, fields);
    report('http', { ...entry, status: 200, frame: answer, text: JSON.stringify(answer), note: answered });
    return answer;
  } catch (error) {
    report('http', { ...entry, failed: true, text: error.message, note: refused });
    throw error;
  }
}

/** Asks for the signature of a subscription: what an application answers at /broadcasting/auth. */
export function authorize(config, fields) {
  return askApplication(`${config.folder}auth`, fields, {
    answered: 'Before it subscribes, the client asks the application for a signature. Here the playground gives it; in your '
      + 'application this is /broadcasting/auth.',
    refused: 'The signature was refused, so the client does not subscribe.',
  });
}

/** Asks who the user is, signed: what an application answers at /broadcasting/user-auth. */
export function authenticate(config, fields) {
  return askApplication(`${config.folder}user-auth`, fields, {
    answered: 'Before it signs in, the client asks the application who its user is, and whom the user watches. Here the '
      + 'playground believes the page; in your application this is /broadcasting/user-auth, which knows its session.',
    refused: 'The application did not say who the user is, so the client does not sign in.',
  });
}

/**
 * Sends a request to the HTTP API as any publisher would: the server signs it, the page sends it.
 *
 * @returns the whole exchange
 */
export async function callApi(config, { method, route, query = {}, body = '' }) {
  const path = `/apps/${encodeURIComponent(config.id)}/${route}`;
  const signed = await post(`${config.folder}sign`, { method, path, query, body });
  const url = `${config.httpUrl}${path}?${signed.query}`;
  const started = performance.now();
  const response = await fetch(url, body
    ? { method, body, headers: { 'Content-Type': 'application/json' } }
    : { method });
  const text = await response.text();
  const exchange = { method, url, target: `${config.prefix}${path}?${signed.query}`, body, signedText: signed.text,
    status: response.status, statusText: response.statusText, text, millis: performance.now() - started };
  const sent = parse(body);
  report('http', { title: `${method} ${config.prefix}${path}`, status: response.status, channel: sent?.channels?.join(' '), failed: !response.ok, text,
    request: sent, frame: parse(text), note: 'A request to the HTTP API, and its answer.' });
  return exchange;
}
