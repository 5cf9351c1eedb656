// Dialogs. The browser's own element keeps the focus inside, closes on Escape and gives the focus back.

import { freshId, h } from './element.js';
import { notice } from './notice.js';

/**
 * @param {string} title
 * @param {Node[]} content
 * @param {Node[]} buttons beside Close
 * @returns {{dialog: HTMLDialogElement, close: function, say: function}} `say` shows an error, or takes it away with null
 */
export function openDialog(title, content, buttons, { wide = false, closing = 'Cancel' } = {}) {
    const id = freshId('dialog');
    const message = h('div', { hidden: true });
    const dialog = h('dialog', { 'aria-labelledby': id, class: wide ? 'wide' : null },
        h('div', { class: 'dialog-body' }, h('h2', { id }, title), content, message),
        h('div', { class: 'dialog-foot' }, h('button', { type: 'button', onclick: () => dialog.close() }, closing), buttons));
    dialog.addEventListener('close', () => dialog.remove());
    window.addEventListener('hashchange', () => dialog.close(), { once: true });
    document.body.append(dialog);
    dialog.showModal();
    return {
        dialog,
        close: () => dialog.close(),
        say(text) {
            message.hidden = !text;
            message.replaceChildren(...(text ? [notice('bad', text)] : []));
        },
    };
}

/**
 * Asks before something is done.
 * @param {string} ask what will happen
 * @param {string} action the button's text
 * @param {function} work what to do; an error is shown in the dialog, which stays open
 * @param {string} [type] text that has to be typed first
 * @param {Node} [extra] fields of its own
 */
export function confirmDialog(title, ask, action, work, { type = null, danger = true, extra = null } = {}) {
    const button = h('button', { type: 'button', class: danger ? 'danger main' : 'main', disabled: type !== null }, action);
    const { content, ready } = typedText(type, enough => { button.disabled = !enough; });
    const open = openDialog(title, [h('p', null, ask), extra, content], [button]);
    open.dialog.addEventListener('keydown', event => {
        if (event.key === 'Enter' && event.target.matches('input') && !button.disabled) {
            event.preventDefault();
            button.click();
        }
    });
    button.addEventListener('click', async () => {
        open.say(null);
        button.disabled = true;
        try {
            await work();
            open.close();
        } catch (error) {
            open.say(error.message);
            button.disabled = !ready();
        }
    });
}

/** A field into which a text must be typed. */
export function typedText(text, changed) {
    if (text === null) {
        return { content: null, ready: () => true };
    }
    const id = freshId('typed');
    const input = h('input', { id, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', class: 'mono', oninput: () => changed(ready()) });
    const ready = () => input.value.trim() === text;
    return { content: h('div', { class: 'field' }, h('label', { for: id }, 'To confirm, type ', h('code', null, text)), input), ready, input };
}
