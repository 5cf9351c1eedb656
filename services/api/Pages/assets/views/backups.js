// All backups, newest first.

import { h } from '../dom/element.js';
import { attempt, toast } from '../dom/notice.js';
import { search, table } from '../dom/table.js';
import { get } from '../net/api.js';
import { lastOperation, live } from '../net/live.js';
import { backUpButton } from '../operation/panel.js';
import { kindOf, pinBadge, reasonOf, statusBadge, suspicionBadge } from '../operation/status.js';
import { pageHead } from '../router.js';
import { bytes, counted, span } from '../text/format.js';

const COLUMNS = [
    { title: 'Backup', keep: true, cell: backup => h('a', { href: `#/backups/${backup.timestamp}`, class: 'mono' }, backup.timestamp) },
    { title: 'Status', cell: status },
    { title: 'Label', cell: backup => backup.label },
    { title: 'Took', number: true, cell: backup => backup.endedAt && span(backup.startedAt, backup.endedAt) },
    { title: 'Size', number: true, cell: backup => known(backup.logicalBytes) },
    { title: 'Added', number: true, cell: backup => known(backup.storedBytes) },
];

/** Only complete backups have sizes. */
function known(size) {
    return size === undefined ? null : bytes(size);
}

export async function backups({ signal }) {
    let all = (await get('/api/backup/list', signal))['backup-list'];
    let [matches, which, oldestFirst] = [() => true, '', false];
    const rows = table(COLUMNS, 'There is no such backup.');
    const count = h('span', { class: 'muted', role: 'status' });

    function show() {
        const found = all.filter(backup => (!which || kindOf(backup) === which) && matches(`${backup.timestamp} ${backup.label ?? ''} ${backup.pinned ? 'pinned' : ''} ${backup.status}`));
        rows.show(oldestFirst ? found : found.toReversed());
        count.textContent = counted(found.length, 'backup');
    }

    async function load(store = '') {
        all = (await get(`/api/backup/list${store}`, signal))['backup-list'];
        show();
    }

    let seen = lastOperation()?.operationId;
    live.addEventListener('operation', ({ detail }) => {
        if (detail.operationId !== seen || !detail.ongoing) {
            seen = detail.operationId;
            load().catch(() => { }); // the banner tells of a lost connection
        }
    }, { signal });

    const fromStore = h('button', { type: 'button', onclick: () => attempt(fromStore, async () => {
        const before = all.length;
        await load('?store=true');
        toast('good', all.length > before ? `${counted(all.length - before, 'more backup')} found in the store.` : 'The store has no other backups.');
    }) }, 'Look in the store');
    show();
    return h('div', null,
        pageHead('Backups', null, fromStore, backUpButton()),
        h('section', { class: 'card flush stack', 'aria-label': 'Backups' },
            h('div', { class: 'tools' },
                search('Filter by time, label or text', matching => { matches = matching; show(); }),
                choice('Which', { '': 'All', good: 'Good ones', bad: 'Failed ones' }, value => { which = value; show(); }),
                choice('Order', { '': 'Newest first', oldest: 'Oldest first' }, value => { oldestFirst = value !== ''; show(); }),
                count),
            rows.frame));
}

function status(backup) {
    const reason = reasonOf(backup);
    return h('div', null, statusBadge(backup), ' ', pinBadge(backup), ' ', suspicionBadge(backup), reason && h('div', { class: 'reason' }, reason));
}

function choice(label, options, changed) {
    return h('select', { 'aria-label': label, onchange: event => changed(event.target.value) },
        Object.entries(options).map(([value, text]) => h('option', { value }, text)));
}
