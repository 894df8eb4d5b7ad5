/* A publisher on Node: docs/encryption.md. */

// [publish]
const Pusher = require('pusher');

const pusher = new Pusher({
    appId: process.env.REVERB_APP_ID,
    key: process.env.REVERB_APP_KEY,
    secret: process.env.REVERB_APP_SECRET,
    host: process.env.REVERB_HOST,
    port: process.env.REVERB_PORT,
    useTLS: process.env.REVERB_SCHEME === 'https',
    encryptionMasterKeyBase64: process.env.BROADCAST_ENCRYPTION_KEY,
});

pusher.trigger('private-encrypted-orders.7', 'OrderShipped', { item: 'a book' });
// [publish]
