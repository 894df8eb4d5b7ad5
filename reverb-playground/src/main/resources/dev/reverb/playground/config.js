/**
 * What the page knows of its server. Host, port, scheme and path prefix are those of the page's own address: it is
 * served by the server that it talks to.
 */
export async function loadConfig() {
  const prefix = new URL('./', location.href).pathname.replace(/\/$/, '');
  const response = await fetch(`${prefix}/playground/config.json`);
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  const app = await response.json();
  const secure = location.protocol === 'https:';
  const port = Number(location.port || (secure ? 443 : 80));
  const ofDefault = port === (secure ? 443 : 80);
  return Object.freeze({
    ...app,
    prefix,
    secure,
    host: location.hostname,
    port,
    httpUrl: location.origin + prefix,
    socketUrl: `${secure ? 'wss' : 'ws'}://${location.hostname}${ofDefault ? '' : `:${port}`}${prefix}/app/${app.key}`,
  });
}
