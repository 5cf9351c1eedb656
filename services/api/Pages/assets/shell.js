// What stands around every view: the bar with the ways to go, who has logged in, and whether there is a connection.

import { h } from './dom/element.js';
import { attempt } from './dom/notice.js';
import { live } from './net/live.js';
import { startRouter } from './router.js';
import { current, logOut, may } from './session.js';
import { routes } from './routes.js';

/** @param {function} loggedOut called with where the session with an identity provider is ended, if anywhere */
export function showShell(loggedOut) {
    const allowed = routes.filter(route => may(route.role ?? 'viewer'));
    const links = allowed.filter(route => route.href).map(route => h('a', { href: route.href }, route.title));
    const main = h('main', { id: 'main' });
    const ended = new AbortController();
    document.body.replaceChildren(
        h('a', { class: 'skip', href: '#main', onclick: event => { event.preventDefault(); main.querySelector('h1')?.focus(); } }, 'Skip to the content'),
        h('header', { class: 'bar' }, h('div', { class: 'bar-inner' },
            h('a', { class: 'brand', href: '#/' }, h('img', { src: 'icon.svg', alt: '' }), 'Holdfast'),
            h('nav', { class: 'nav', 'aria-label': 'Pages' }, links), who(loggedOut))),
        lostBanner(ended.signal),
        main,
        h('footer', { class: 'foot' }, 'Times are UTC. ', h('a', { href: '/docs' }, 'API')));
    const stop = startRouter(main, allowed, route => {
        for (const link of links) {
            link.toggleAttribute('aria-current', false);
            if (link.getAttribute('href') === (route.href ?? route.within)) {
                link.setAttribute('aria-current', 'page');
                link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
            }
        }
    });
    return () => {
        stop();
        ended.abort();
    };
}

function who(loggedOut) {
    const { name, role } = current();
    const button = h('button', {
        type: 'button',
        class: 'small',
        onclick: () => attempt(button, async () => loggedOut(await logOut())),
    }, 'Log out');
    return h('div', { class: 'who' }, h('span', { class: 'who-name', title: name }, name, h('small', null, role)), button);
}

function lostBanner(signal) {
    const banner = h('div', { class: 'lost', role: 'status', hidden: true }, 'The connection to Holdfast is lost. Trying to find it again…');
    live.addEventListener('connection', event => { banner.hidden = event.detail; }, { signal });
    return banner;
}
