import { Channels } from './channels.js';
import { loadConfig } from './config.js';
import { connectionBar, createEcho } from './connection.js';
import { byId } from './dom.js';
import { HttpApi } from './http-api.js';
import { identity } from './identity.js';
import { Log } from './log.js';
import { tapWebSockets } from './tap.js';
import { Usage } from './usage.js';
import { Users } from './users.js';

const SAFETY = {
  true: 'This page signs with the application\'s secret, so it answers this machine only.',
  false: 'Whoever can open this page can join every channel and publish to it. Do not leave it open to strangers.',
};

async function start() {
  tapWebSockets();
  new Log();
  const config = await loadConfig();
  byId('safety').textContent = SAFETY[config.loopbackOnly];
  const who = identity([byId('user-name'), byId('signin-name')], [byId('user-id'), byId('signin-id')]);
  let users = null;
  const echo = createEcho(config, who, () => users.user);
  connectionBar(config, echo);

  const usage = new Usage(config);
  let channel = '';
  const api = new HttpApi(config, echo, () => {
    usage.show(channel || api.publication.channels[0], api.publication.event);
  });
  const use = (used) => {
    channel = used;
    usage.show(used, api.publication.event);
  };
  const pick = (picked) => {
    api.channel = picked;
    use(picked);
  };
  new Channels(config, echo, pick);
  users = new Users(echo.connector.pusher, who, { signIn: use, pick });
}

start().catch((error) => {
  byId('notice').textContent = `The playground could not start. ${error.message}`;
  byId('notice').hidden = false;
});
