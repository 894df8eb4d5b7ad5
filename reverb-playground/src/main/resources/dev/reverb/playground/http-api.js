import { announce } from './announce.js';
import { callApi } from './api.js';
import { codeBlock } from './clipboard.js';
import { byId, h, setError } from './dom.js';
import { exchangeView } from './exchange.js';
import { jsonError } from './json.js';
import * as snippets from './snippets.js';
import { tabs } from './tabs.js';

const UNSENT = 'Publish, and the request and its answer are shown here as they went over the wire.';
const MAX_CHANNELS = 100;

/** The publish form, the questions to the server, and the request in all its forms. */
export class HttpApi {
  #config;
  #echo;
  #tabs;
  #exchange = null;
  #channels = byId('publish-channels');
  #event = byId('publish-event');
  #data = byId('publish-data');
  #exclude = byId('publish-exclude');

  /** @param onEdit called when the form has changed */
  constructor(config, echo, onEdit) {
    this.#config = config;
    this.#echo = echo;
    this.#tabs = tabs(byId('publish-tabs'), (tab) => this.#render(tab));
    const form = byId('publish-form');
    form.addEventListener('input', () => {
      this.#showError('');
      this.#tabs.show();
      onEdit();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#publish();
    });
    this.#data.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        form.requestSubmit();
      }
    });
    document.querySelectorAll('[data-ask]').forEach((button) => {
      button.addEventListener('click', () => this.#ask(button.dataset.ask));
    });
  }

  /** What the form says now. */
  get publication() {
    return {
      channels: this.#channels.value.split(/\s+/).map((name) => name.replace(/,$/, '')).filter(Boolean),
      event: this.#event.value.trim(),
      data: this.#data.value.trim(),
      socketId: this.#exclude.checked ? this.#echo.socketId() ?? null : null,
    };
  }

  set channel(name) {
    this.#channels.value = name;
    this.#tabs.show();
  }

  #refusal({ channels, event, data }) {
    if (channels.length === 0) {
      return ['Name a channel; several are separated by spaces.', this.#channels];
    }
    if (channels.length > MAX_CHANNELS) {
      return [`One request goes to at most ${MAX_CHANNELS} channels.`, this.#channels];
    }
    if (!event) {
      return ['An event needs a name.', this.#event];
    }
    const wrong = jsonError(data);
    if (wrong) {
      return [`The data is not JSON. ${wrong}`, this.#data];
    }
    const bytes = new TextEncoder().encode(data).length;
    return bytes > this.#config.maxEventSize
      ? [`The data has ${bytes} bytes; this application takes ${this.#config.maxEventSize} at most.`, this.#data]
      : ['', null];
  }

  #showError(text, field = null) {
    setError(byId('publish-error'), '', this.#channels, this.#event, this.#data);
    setError(byId('publish-error'), text, ...(field ? [field] : []));
    field?.focus();
  }

  async #publish() {
    const publication = this.publication;
    const [wrong, field] = this.#refusal(publication);
    this.#showError(wrong, field);
    if (!wrong) {
      const { channels, event, data, socketId } = publication;
      const body = { name: event, channels, data, ...(socketId ? { socket_id: socketId } : {}) };
      await this.#send({ method: 'POST', route: 'events', body: JSON.stringify(body) });
    }
  }

  async #ask(what) {
    const [channel] = this.publication.channels;
    const name = encodeURIComponent(channel ?? '');
    const request = {
      channels: { route: 'channels', query: {} },
      channel: { route: `channels/${name}`, query: { info: 'user_count,subscription_count,cache' } },
      users: { route: `channels/${name}/users`, query: {} },
      connections: { route: 'connections', query: {} },
    }[what];
    if (!channel && request.route.includes('/')) {
      this.#showError('Name the channel to ask about.', this.#channels);
      return;
    }
    await this.#send({ method: 'GET', ...request });
  }

  async #send(request) {
    try {
      this.#exchange = await callApi(this.#config, request);
      announce(`Answered ${this.#exchange.status} ${this.#exchange.statusText}`);
      this.#tabs.select('tab-http');
    } catch (error) {
      this.#showError(`The request did not get through: ${error.message}`);
    }
  }

  #render(tab) {
    if (tab === 'tab-http') {
      return this.#exchange ? exchangeView(this.#exchange) : h('p', { class: 'hint' }, UNSENT);
    }
    if (tab === 'tab-curl') {
      return this.#renderCurl();
    }
    const publication = this.publication;
    if (this.#refusal(publication)[0]) {
      return h('p', { class: 'hint' }, 'The code appears once the form is complete.');
    }
    switch (tab) {
      case 'tab-java': return codeBlock(snippets.javaPublish(this.#config, publication));
      case 'tab-laravel': return codeBlock(snippets.laravel(publication));
      default: return codeBlock(snippets.node(this.#config, publication));
    }
  }

  #renderCurl() {
    return this.#exchange
      ? [codeBlock(snippets.curl(this.#exchange)),
        h('p', { class: 'hint' }, 'The last request, with its signature: the server takes it for ten minutes.')]
      : h('p', { class: 'hint' }, UNSENT);
  }
}
