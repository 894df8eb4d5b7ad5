// The shop's page: what the server broadcasts, heard by laravel-echo and shown.

import { show, append, forget, post, get } from './page.js';

// [echo]
window.echo = new Echo.default({
    broadcaster: 'reverb',
    key: 'shop-key',
    wsHost: location.hostname,
    wsPort: location.port,
    wssPort: location.port,
    forceTLS: location.protocol === 'https:',
    enabledTransports: ['ws', 'wss'],
});
// [echo]

let user = null;

// ---- everybody ----

function listenToShop() {
    // [public]
    echo.channel('shop')
        .listen('StockChanged', (product) => show(`stock-${product.id}`, product.stock))
        .listen('.price.reduced', (product) => show(`price-${product.id}`, product.price))
        .listenToAll((event, data) => append('activity', `${event} ${JSON.stringify(data)}`))
        .subscribed(() => show('connection', 'open'));
    // [public]
}

async function showProducts() {
    const list = document.getElementById('products');
    list.replaceChildren();
    for (const product of await get('/products')) {
        const item = append('products', '');
        item.innerHTML = `<b></b>, <span id="price-${product.id}"></span> each, <span id="stock-${product.id}"></span> left `;
        item.querySelector('b').textContent = product.name;
        show(`price-${product.id}`, product.price);
        show(`stock-${product.id}`, product.stock);
        addButton(item, 'Into the basket', () => post('/basket', { product: product.id }));
        addButton(item, 'Order', () => order(product.id));
    }
}

function addButton(item, label, action) {
    const button = document.createElement('button');
    button.textContent = label;
    button.addEventListener('click', action);
    item.append(button, ' ');
}

// ---- who has signed in ----

function listenAsUser() {
    // [notification]
    echo.private(`App.Models.User.${user.id}`)
        .notification((notification) => append('notifications', `${notification.type}: ${notification.text}`));
    // [notification]
    // [signin]
    echo.connector.signin();
    echo.connector.pusher.user.bind('BasketChanged', (basket) => show('basket', basket.products.join(', ')));
    // [signin]
    joinRoom();
}

async function order(product) {
    const placed = await post('/orders', { product });
    const item = append('orders', `Order ${placed.id}: `);
    item.id = `order-${placed.id}`;
    item.append(Object.assign(document.createElement('span'), { textContent: 'placed' }), ' ');
    watchOrder(placed.id);
    addButton(item, 'Pay', () => post(`/orders/${placed.id}/payments`, { card: '4242 4242 4242 4242' }));
    return placed;
}

function watchOrder(id) {
    const status = (text) => { document.querySelector(`#order-${id} span`).textContent = text; };
    // [private]
    echo.private(`orders.${id}`)
        .listen('Orders.OrderShipped', (event) => status(`shipped to ${event.address}`))
        .listen('.OrderUpdated', (event) => status(event.model.status))
        .error((error) => append('activity', `Order ${id} is not yours: ${error.status}`));
    // [private]
    // [encrypted]
    echo.encryptedPrivate(`payments.${id}`)
        .listen('PaymentReceived', (payment) => status(`paid with card ${payment.card}`));
    // [encrypted]
}

// ---- the chat ----

function joinRoom() {
    const members = new Map();
    const showMembers = () => show('members', [...members.values()].join(', '));
    // [join]
    echo.join('chat.lobby')
        .here((users) => { users.forEach((each) => members.set(each.id, each.name)); showMembers(); })
        .joining((joined) => { members.set(joined.id, joined.name); showMembers(); })
        .leaving((left) => { members.delete(left.id); showMembers(); })
        .listen('MessagePosted', showMessage)
        .error((error) => append('activity', `The room is closed: ${error.status}`));
    // [join]
    listenToTyping();
}

function showMessage(message) {
    append('messages', `${message.author}: ${message.text}`);
}

function listenToTyping() {
    // [whisper]
    echo.join('chat.lobby').listenForWhisper('typing', (typist) => show('typing', `${typist.name} is typing`));
    // [whisper]
}

async function say(text) {
    // [others]
    const message = await post('/chat/lobby', { text }, { 'X-Socket-ID': echo.socketId() });
    showMessage(message); // the server tells the others
    // [others]
}

// ---- the page's controls ----

const on = (id, type, action) => document.getElementById(id).addEventListener(type, (event) => {
    event.preventDefault();
    action(event.target);
});

on('login', 'submit', async (form) => {
    user = await post('/login', { name: form.elements.name.value });
    showUser();
    listenAsUser();
});

on('logout', 'click', async () => {
    echo.leaveAllChannels();
    await post('/logout', {});
    user = null;
    forget('orders', 'notifications', 'messages');
    show('members', 'nobody');
    showUser();
    listenToShop();
});

on('chat', 'submit', async (form) => {
    await say(form.elements.text.value);
    form.reset();
});

on('chat', 'input', () => echo.join('chat.lobby').whisper('typing', { name: user.name }));
on('leave-room', 'click', () => { echo.leave('chat.lobby'); show('members', 'nobody'); });

document.getElementById('show-typing').addEventListener('change', (event) => {
    if (event.target.checked) {
        listenToTyping();
    } else {
        echo.join('chat.lobby').stopListeningForWhisper('typing');
        show('typing', '');
    }
});

function showUser() {
    document.getElementById('login').hidden = user !== null;
    document.getElementById('welcome').hidden = user === null;
    show('name', user?.name ?? '');
    show('basket', 'nothing');
}

listenToShop();
await showProducts();
