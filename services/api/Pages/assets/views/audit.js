// Who did what.

import { h } from '../dom/element.js';
import { search, table } from '../dom/table.js';
import { get } from '../net/api.js';
import { pageHead } from '../router.js';
import { counted, instant } from '../text/format.js';

const COLUMNS = [
    { title: 'When', keep: true, cell: entry => instant(entry.at) },
    { title: 'Who', cell: entry => entry.actor },
    { title: 'From', cell: entry => entry.from },
    { title: 'What', cell: entry => h('code', null, entry.action) },
    { title: 'Of what', cell: entry => entry.target },
    { title: 'Outcome', cell: entry => h('span', { class: /^2/.test(entry.outcome) ? null : 'reason' }, entry.outcome) },
];

export async function audit({ signal }) {
    const rows = table(COLUMNS, 'There is no such entry.');
    const count = h('span', { class: 'muted', role: 'status' });
    let [entries, matches] = [[], () => true];

    function show() {
        const found = entries.filter(entry => matches(Object.values(entry).join(' ')));
        rows.show(found);
        count.textContent = counted(found.length, 'entry', 'entries');
    }

    async function load(most) {
        ({ entries } = await get(`/api/audit?count=${most}`, signal));
        show();
    }

    await load(200);
    return h('div', null,
        pageHead('Audit log', 'Every call that changed something, every login and every refused key.'),
        h('div', { class: 'stack' },
            h('section', { class: 'card flush stack', 'aria-label': 'Entries' },
                h('div', { class: 'tools' },
                    search('Filter by who, from where, what', matching => { matches = matching; show(); }),
                    h('select', { 'aria-label': 'How many', onchange: event => load(event.target.value) },
                        [200, 1000].map(most => h('option', { value: `${most}` }, `Newest ${most}`))),
                    count),
                rows.frame),
            exporting()));
}

/** The whole log, or a part of it, as a file. */
function exporting() {
    const [since, until] = ['Since', 'Until before'].map(label => h('input', { type: 'date', 'aria-label': label, onchange: () => aim() }));
    const link = h('a', { class: 'button', download: 'audit.ndjson' }, 'Download');
    function aim() {
        const query = new URLSearchParams();
        for (const [name, field] of [['since', since], ['until', until]]) {
            if (field.value) {
                query.set(name, `${field.value}T00:00:00Z`);
            }
        }
        link.href = `/api/audit/export?${query}`;
    }
    aim();
    return h('section', { class: 'card stack', 'aria-label': 'Export' }, h('h2', null, 'Export'),
        h('div', { class: 'tools' }, h('label', null, 'Since ', since), h('label', null, 'until before ', until), link),
        h('p', { class: 'muted small' }, 'Oldest first, one JSON object a line. Without dates: everything.'));
}
