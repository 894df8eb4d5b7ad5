import { codeBlock } from './clipboard.js';
import { byId, h } from './dom.js';
import * as snippets from './snippets.js';
import { tabs } from './tabs.js';

/** The panel "Use it in your app", about the channel and event that the page is busy with. */
export class Usage {
  #channel = 'orders';
  #event = 'OrderShipped';
  #tabs;

  constructor(config) {
    this.#tabs = tabs(byId('usage-tabs'), (tab) => this.#render(tab, config));
  }

  show(channel, event) {
    this.#channel = channel || this.#channel;
    this.#event = event || this.#event;
    this.#tabs.show();
  }

  #render(tab, config) {
    switch (tab) {
      case 'tab-env':
        return [codeBlock(snippets.env(config)),
          h('p', { class: 'hint' }, config.loopbackOnly
            ? 'The secret stands in the .env file beside the server. It is never sent to this page.'
            : 'The secret is the one the server was started with. It is never sent to this page.')];
      case 'tab-embed':
        return codeBlock(snippets.javaEmbedded(config, this.#channel, this.#event));
      default:
        return [codeBlock(snippets.echo(config, this.#channel, this.#event)), this.#hint()];
    }
  }

  #hint() {
    return h('p', { class: 'hint' }, ...(snippets.userOf(this.#channel)
      ? ['Signing in asks your application who the user is, and begins again by itself on every new connection.']
      : ['The dot in front means: exactly this name. Without it, Echo listens for ',
        h('code', {}, `App\\Events\\${this.#event}`), ', as Laravel names its events.']));
  }
}
