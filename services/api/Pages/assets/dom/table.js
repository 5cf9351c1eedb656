// Tables that can be filtered and show their first rows at once, the others on demand.

import { h } from './element.js';
import { counted } from '../text/format.js';

const STEP = 100;

/**
 * @param {Array<{title: string, cell: function, number?: boolean, keep?: boolean}>} columns `cell` makes the content of a row's cell
 * @param {string} empty what stands there when there are no rows
 * @returns {{frame: Node, show: function}} `show` puts other rows in
 */
export function table(columns, empty) {
    const body = h('tbody');
    const grid = h('table', null, h('thead', null, h('tr', null, columns.map(column => h('th', { scope: 'col', class: column.number ? 'number' : null }, column.title)))), body);
    const nothing = h('p', { class: 'empty', hidden: true }, empty);
    const moreButton = h('button', { type: 'button', class: 'plain', onclick: () => { limit += 5 * STEP; fill(); } });
    const more = h('div', { class: 'more', hidden: true }, moreButton);
    let limit = STEP;
    let rows = [];

    function fill() {
        body.replaceChildren(...rows.slice(0, limit).map(row => h('tr', null, columns.map(column => cell(column, row)))));
        grid.hidden = rows.length === 0;
        nothing.hidden = rows.length > 0;
        more.hidden = rows.length <= limit;
        moreButton.textContent = `Show more (${counted(rows.length - limit, 'row')})`;
    }

    return {
        frame: h('div', { class: 'table-frame' }, grid, nothing, more),
        show(next) {
            rows = next;
            fill();
        },
    };
}

function cell(column, row) {
    const content = column.cell(row);
    const blank = content === null || content === undefined || content === false || content === '';
    const kind = [column.number && 'number', column.keep && 'keep', blank && 'blank'].filter(Boolean).join(' ');
    return h('td', { class: kind || null, 'data-label': column.title }, blank ? null : typeof content === 'object' ? content : h('span', null, `${content}`));
}

/** A field that filters rows by a text in them. @param {function} changed called with a predicate for texts */
export function search(label, changed) {
    return h('input', {
        type: 'search',
        placeholder: label,
        'aria-label': label,
        oninput: event => {
            const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
            changed(text => words.every(word => text.toLowerCase().includes(word)));
        },
    });
}
