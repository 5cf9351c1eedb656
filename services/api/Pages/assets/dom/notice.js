// Tells what happened: in the corner of the page, and to screen readers.

import { h } from './element.js';

const SHOWN = 8000;
const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

/** A box with a message. @param {'good'|'bad'|'warn'|''} kind */
export function notice(kind, ...content) {
    return h('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : null }, h('div', null, content.map(text => (typeof text === 'string' ? h('p', null, text) : text))));
}

/** Shows a message for some seconds; errors until they are dismissed. */
export function toast(kind, text) {
    if (!toasts.isConnected) {
        document.body.append(toasts);
    }
    const dismiss = h('button', { class: 'plain small', type: 'button', onclick: () => box.remove() }, 'Dismiss');
    const box = notice(kind, text);
    box.removeAttribute('role');
    box.append(dismiss);
    toasts.append(box);
    if (kind !== 'bad') {
        setTimeout(() => box.remove(), SHOWN);
    }
}

/** Does something, shows what went wrong, and keeps its button from being pressed twice. @returns whether it worked */
export async function attempt(button, work) {
    if (button) {
        button.disabled = true;
    }
    try {
        await work();
        return true;
    } catch (error) {
        if (error.name !== 'AbortError') {
            toast('bad', error.message);
        }
        return false;
    } finally {
        if (button) {
            button.disabled = false;
        }
    }
}
