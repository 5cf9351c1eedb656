// Builds elements. Text is always text: nothing here, or anywhere else in the pages, makes HTML of it.

/** Set as properties: as attributes they would only be the value at the beginning. */
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'indeterminate', 'max']);

/**
 * @param {string} tag
 * @param {object|null} attributes `onclick` and the like take functions; false, null and undefined are left out
 * @param {...(Node|string|null|false|Array)} children
 */
export function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (typeof value === 'function') {
            element.addEventListener(name.slice(2), value);
        } else if (PROPERTIES.has(name)) {
            element[name] = value;
        } else {
            element.setAttribute(name, value === true ? '' : value);
        }
    }
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return element;
}

/** Changes an element's text only when it differs, so that selections and screen readers are left in peace. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

let ids = 0;

/** An id that nothing else on the page has. */
export function freshId(name) {
    ids += 1;
    return `${name}-${ids}`;
}
