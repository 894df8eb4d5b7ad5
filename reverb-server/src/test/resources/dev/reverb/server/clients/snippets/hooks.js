/* An application on Node that is told of its channels: docs/webhooks.md. Prints its port, then what it is told. */

const { createServer } = require('node:http');
const { text } = require('node:stream/consumers');
const Pusher = require('pusher');

const pusher = new Pusher({
    appId: process.env.REVERB_APP_ID,
    key: process.env.REVERB_APP_KEY,
    secret: process.env.REVERB_APP_SECRET,
});
const handle = (event) => console.log(JSON.stringify(event));

// [receive]
const server = createServer(async (request, response) => {
    const webhook = pusher.webhook({ headers: request.headers, rawBody: await text(request) });
    if (!webhook.isValid()) {
        response.writeHead(401).end();
        return;
    }
    webhook.getEvents().forEach(handle);
    response.writeHead(204).end();
});
// [receive]

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
