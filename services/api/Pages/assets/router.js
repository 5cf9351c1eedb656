// Which view is shown: the part of the address behind `#`.

import { h } from './dom/element.js';
import { notice } from './dom/notice.js';

const SLOW = 200;
let leaving = new AbortController();

/**
 * @param {HTMLElement} main where views are shown
 * @param {Array<{path: RegExp, title: string, view: function}>} routes a view gets `{ signal, parameters, reload }` and makes a node
 * @param {function} shown called with the route
 */
export function startRouter(main, routes, shown) {
    const go = () => show(main, routes, shown);
    window.addEventListener('hashchange', go);
    go();
    return () => {
        window.removeEventListener('hashchange', go);
        leaving.abort();
    };
}

async function show(main, routes, shown, again = false) {
    leaving.abort();
    leaving = new AbortController();
    const { signal } = leaving;
    const path = decodeURI(location.hash.replace(/^#/, '')) || '/';
    const route = routes.find(one => one.path.test(path)) ?? routes[0];
    shown(route);
    const slow = setTimeout(() => main.replaceChildren(h('p', { class: 'muted' }, 'Loading…')), SLOW);
    let content;
    try {
        content = await route.view({ signal, parameters: route.path.exec(path)?.slice(1) ?? [], reload: () => signal.aborted || show(main, routes, shown, true) });
    } catch (error) {
        content = failure(error, () => show(main, routes, shown));
    }
    clearTimeout(slow);
    if (signal.aborted) {
        return;
    }
    main.replaceChildren(content);
    document.title = `${main.querySelector('h1')?.textContent ?? route.title} – Holdfast`;
    if (!again) {
        window.scrollTo(0, 0);
        main.querySelector('h1')?.focus({ preventScroll: true });
    }
}

function failure(error, retry) {
    return h('div', { class: 'stack' }, h('h1', { tabindex: '-1' }, 'This cannot be shown'), notice('bad', error.message),
        h('div', { class: 'actions' }, h('button', { type: 'button', onclick: retry }, 'Try again')));
}

/** The head of a view. */
export function pageHead(title, about, ...actions) {
    return h('header', { class: 'page-head' }, h('div', null, h('h1', { tabindex: '-1' }, title), about && h('p', null, about)),
        actions.some(Boolean) && h('div', { class: 'actions' }, actions));
}
