// What the page needs beside Echo: elements and requests.

/** Replaces the text of an element. */
export function show(id, text) {
    const element = document.getElementById(id);
    if (element) {
        element.textContent = text;
    }
}

/** Adds a line to a list. */
export function append(id, text) {
    const item = Object.assign(document.createElement('li'), { textContent: text });
    document.getElementById(id).append(item);
    return item;
}

/** Empties lists. */
export function forget(...ids) {
    ids.forEach((id) => document.getElementById(id).replaceChildren());
}

export async function get(path) {
    return answer(await fetch(path));
}

export async function post(path, fields, headers = {}) {
    return answer(await fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers }));
}

async function answer(response) {
    if (!response.ok) {
        throw new Error(`${response.url}: ${response.status}`);
    }
    return response.json();
}
