import { codeBlock } from './clipboard.js';
import { h, prose } from './dom.js';
import { explain } from './explain.js';
import { parse, pretty } from './json.js';

const ARROWS = { in: '↓', out: '↑', link: '•', http: '⇄' };
const WORDS = { in: 'received', out: 'sent', link: 'connection', http: 'HTTP' };
const ORDERLY = new Set([1000, 1001, 1005, 4200, 4202]);
const PINGS = new Set(['pusher:ping', 'pusher:pong']);

const pad = (number, digits) => String(number).padStart(digits, '0');

/** A time of day to the millisecond. */
export function clock(time) {
  return `${pad(time.getHours(), 2)}:${pad(time.getMinutes(), 2)}:${pad(time.getSeconds(), 2)}.${
    pad(time.getMilliseconds(), 3)}`;
}

/** Reads the frame of an entry, once: what the list shows and the filter searches. */
export function describe(entry) {
  const framed = entry.kind === 'in' || entry.kind === 'out';
  const frame = framed ? parse(entry.text) : entry.frame;
  const event = framed ? frame?.event ?? 'not JSON' : entry.title;
  const channel = entry.channel ?? frame?.channel ?? frame?.data?.channel ?? '';
  return {
    ...entry,
    frame,
    event,
    channel: framed || entry.channel ? channel : '',
    ping: framed && PINGS.has(event),
    bad: entry.failed || event === 'pusher:error' || event === 'pusher:subscription_error'
      || Boolean(entry.code && !ORDERLY.has(entry.code)),
    preview: framed ? preview(frame) : preview({ data: entry.text }),
  };
}

function preview(frame) {
  const data = frame?.data;
  return data === undefined ? '' : typeof data === 'string' ? data : JSON.stringify(data);
}

function section(title, text, value) {
  return text ? [h('h3', {}, title), codeBlock(text, value === undefined ? undefined : pretty(value))] : [];
}

function body(entry) {
  const sentence = entry.note ?? explain(entry);
  const inner = typeof entry.frame?.data === 'string' ? parse(entry.frame.data) : undefined;
  const request = entry.request ? section('Request', JSON.stringify(entry.request), entry.request) : [];
  const title = { link: 'Details', http: entry.status ? `Answer ${entry.status}` : 'Answer' }[entry.kind] ?? 'On the wire';
  return [
    sentence ? h('p', { class: 'hint' }, prose(sentence)) : null,
    ...request,
    ...section(title, entry.text, entry.kind === 'http' ? entry.frame : undefined),
    ...(inner !== undefined && typeof inner === 'object' ? section('Its data, read as JSON', JSON.stringify(inner), inner) : []),
  ];
}

/** A row of the log. What it opens to is made only when it is opened: there may be hundreds of rows. */
export function row(entry) {
  const details = h('details', {},
    h('summary', {},
      h('time', { class: 'time', dateTime: entry.time.toISOString() }, clock(entry.time)),
      h('span', { class: 'arrow', title: WORDS[entry.kind] }, ARROWS[entry.kind],
        h('span', { class: 'visually-hidden' }, ` ${WORDS[entry.kind]} `)),
      h('span', { class: 'event' }, entry.event),
      entry.channel ? h('span', { class: 'chip' }, entry.channel) : null,
      h('span', { class: 'preview' }, entry.preview),
      h('span', { class: 'caret', 'aria-hidden': 'true' }, '›')));
  details.addEventListener('toggle', () => details.append(...body(entry).filter(Boolean)), { once: true });
  return h('li', { class: entry.bad ? `${entry.kind} bad` : entry.kind }, details);
}
