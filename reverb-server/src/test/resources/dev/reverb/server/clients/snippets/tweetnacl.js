/* The page of a customer, by the pusher-js without cryptography: docs/encryption.md. */

// [tweetnacl]
import Pusher from 'pusher-js';
import nacl from 'tweetnacl';

const pusher = new Pusher('my-app-key', {
    nacl,
    cluster: '',
    wsHost: location.hostname,
    wsPort: location.port,
    wssPort: location.port,
    forceTLS: location.protocol === 'https:',
    enabledTransports: ['ws', 'wss'],
    channelAuthorization: { endpoint: '/broadcasting/auth' },
});

pusher.subscribe('private-encrypted-orders.7').bind('OrderShipped', (order) => show(order.item));
// [tweetnacl]
