/* The page of a customer, by laravel-echo: docs/encryption.md. */

// [echo]
import Echo from 'laravel-echo';
import Pusher from 'pusher-js/with-encryption';

const echo = new Echo({
    broadcaster: 'reverb',
    Pusher,
    key: 'my-app-key',
    wsHost: location.hostname,
    wsPort: location.port,
    wssPort: location.port,
    forceTLS: location.protocol === 'https:',
    enabledTransports: ['ws', 'wss'],
});

echo.encryptedPrivate('orders.7').listen('.OrderShipped', (order) => show(order.item));
// [echo]
