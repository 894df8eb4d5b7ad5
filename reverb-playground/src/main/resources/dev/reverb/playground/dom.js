/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Properties are set as such, except `class`, `data` (an object), `on` (listeners by event) and names
 * with a dash, which are attributes. Text is always text: nothing that came over the wire is read as HTML.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class') {
      element.className = value;
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (name.includes('-') || name === 'role') {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A sentence as nodes, with what stands between backticks as code. */
export function prose(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/** Shows why a field is wrong, or with an empty text that it is not. */
export function setError(output, text, ...fields) {
  output.textContent = text;
  for (const field of fields) {
    if (text) {
      field.setAttribute('aria-invalid', 'true');
    } else {
      field.removeAttribute('aria-invalid');
    }
  }
}
