// Logging in: with an API key, or through the identity provider where there is one.

import { h } from '../dom/element.js';
import { notice } from '../dom/notice.js';
import { get } from '../net/api.js';
import { logIn } from '../session.js';

/**
 * @param {string} [message] why there is no session any more
 * @param {string} [providerLogout] where the session with the provider is ended
 * @param {function} entered called when somebody has logged in
 */
export function showLogin(message, providerLogout, entered) {
    const key = h('input', { id: 'key', type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false', 'aria-describedby': 'key-hint' });
    const problem = h('div', { 'aria-live': 'assertive' });
    const button = h('button', { class: 'main', type: 'submit' }, 'Log in');
    const provider = h('div', { hidden: true });
    const form = h('form', {
        class: 'form',
        onsubmit: async event => {
            event.preventDefault();
            problem.replaceChildren();
            button.disabled = true;
            try {
                await logIn(key.value.trim());
                entered();
            } catch (error) {
                problem.replaceChildren(notice('bad', error.message));
                button.disabled = false;
                key.select();
            }
        },
    },
    h('input', { hidden: true, type: 'text', autocomplete: 'username', value: 'Holdfast' }),
    h('div', { class: 'field' }, h('label', { for: 'key' }, 'API key'), key,
        h('span', { class: 'hint', id: 'key-hint' }, 'It is not kept in the browser: a session takes its place, and ends after 12 hours or an hour without use.')),
    problem, button);

    document.body.replaceChildren(h('main', { class: 'alone' },
        h('div', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '' }), 'Holdfast'),
        h('div', { class: 'card stack' }, h('h1', null, 'Log in'), message && notice('', message), providerLogout && leaveProvider(providerLogout), provider, form)));
    key.focus();
    offerProvider(provider);
}

/** While the API is not there, only the key's field is; its error tells why. */
async function offerProvider(place) {
    const ways = await get('/api/login').catch(() => null);
    if (!ways?.oidc) {
        return;
    }
    const back = encodeURIComponent(`${location.pathname}${location.hash}`);
    place.append(h('a', { class: 'button', href: `${ways.oidc.start}?returnTo=${back}` }, `Log in with ${ways.oidc.name}`));
    place.hidden = false;
}

function leaveProvider(address) {
    return /^https?:\/\//.test(address) ? h('p', { class: 'small' }, h('a', { href: address }, 'End the session with the identity provider too')) : null;
}
