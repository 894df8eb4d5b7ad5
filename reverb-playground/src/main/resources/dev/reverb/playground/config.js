/**
 * What the page knows of its server. Host, port and scheme are those of the page's own address, and the path prefix is
 * found from where this script was loaded: it is served by the server that it talks to.
 */
export async function loadConfig() {
  const folder = new URL('./', import.meta.url);
  const response = await fetch(new URL('config.json', folder));
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  const app = await response.json();
  const prefix = new URL(app.root, folder).pathname.replace(/\/$/, '');
  const secure = location.protocol === 'https:';
  const port = Number(location.port || (secure ? 443 : 80));
  const ofDefault = port === (secure ? 443 : 80);
  return Object.freeze({
    ...app,
    folder: folder.pathname,
    prefix,
    secure,
    host: location.hostname,
    port,
    httpUrl: location.origin + prefix,
    socketUrl: `${secure ? 'wss' : 'ws'}://${location.hostname}${ofDefault ? '' : `:${port}`}${prefix}/app/${app.key}`,
  });
}
