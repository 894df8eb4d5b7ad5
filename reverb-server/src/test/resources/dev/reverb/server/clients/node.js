'use strict';

// Runs what an application on Node would write: a line of JSON with a script comes in, a line with what it returned, or how
// it failed, goes out. `pusher` is the server SDK, set up as the line says; `ws` is a WebSocket client.

const readline = require('node:readline');
const Pusher = require('pusher');

globalThis.ws = require('ws');

const Script = (async () => {}).constructor;

async function run({ script, options, values }) {
    globalThis.pusher = new Pusher(options);
    return { value: (await new Script(script)(...values)) ?? null };
}

async function serve() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const answer = await run(JSON.parse(line)).catch((error) => ({ error: String(error), status: error.status }));
        process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
}

serve();
