// One backup: what is in it, and what can be done with it.

import { confirmDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { attempt, notice, toast } from '../dom/notice.js';
import { search, table } from '../dom/table.js';
import { get, post, remove } from '../net/api.js';
import { whenEnded } from '../net/live.js';
import { operationPanel } from '../operation/panel.js';
import { isOngoing, kindOf, pinBadge, reasonOf, statusBadge, suspicionBadge } from '../operation/status.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { bytes, counted, instant, number, span } from '../text/format.js';
import { restoreDialog } from './restore.js';
import { verificationCard } from './verification.js';

const COLUMNS = [
    { title: 'Component', cell: one => one.component },
    { title: 'Captured', keep: true, cell: one => one.capturedAt && instant(one.capturedAt) },
    { title: 'Files', number: true, cell: one => one.size && number(one.size.files) },
    { title: 'Size', number: true, cell: one => bytes(one.size?.logicalBytes ?? one.doneBytes) },
    { title: 'Added', number: true, cell: one => one.size && bytes(one.size.storedBytes) },
];

const ATTEMPTED = [
    { title: 'Component', cell: one => one.component },
    { title: 'State', cell: one => one.state },
    { title: 'Problem', cell: one => one.error && h('span', { class: 'reason' }, one.error) },
    { title: 'Read', number: true, cell: one => bytes(one.doneBytes) },
];

export async function backup({ signal, parameters: [timestamp], reload }) {
    whenEnded(signal, operation => operation.timestamp === timestamp && operation.operation === 'Backup' && reload());
    const found = await get(`/api/backup/status?timestamp=${encodeURIComponent(timestamp)}`, signal);
    const ongoing = isOngoing(found);
    return h('div', { class: 'stack' },
        h('div', null, h('a', { href: '#/backups' }, '← Backups')),
        pageHead(timestamp, found.label, actions(found, reload)),
        ongoing && operationPanel(signal),
        reasonOf(found) && notice('bad', found.status),
        found.suspicion && suspicion(found, reload),
        h('section', { class: 'card', 'aria-label': 'Facts' }, facts(found)),
        kindOf(found) === 'good' && await verificationCard(timestamp, signal),
        !ongoing && found.components && components(found));
}

function actions(found, reload) {
    const { timestamp } = found;
    const good = kindOf(found) === 'good';
    const path = `/api/backup/${timestamp}`;
    const pin = good && !found.pinned && may('operator') && h('button', { type: 'button', onclick: () => attempt(pin, async () => {
        toast('good', (await post(`${path}/pin`)).message);
        reload();
    }) }, 'Pin');
    const unpin = good && found.pinned && may('admin') && h('button', { type: 'button', onclick: () => attempt(unpin, async () => {
        toast('good', (await remove(`${path}/pin`)).message);
        reload();
    }) }, 'Unpin');
    const kept = found.pinned ? { disabled: true, title: 'It is pinned: unpin it first' } : {};
    const erase = !isOngoing(found) && may('admin') && h('button', { type: 'button', class: 'danger', ...kept, onclick: () => confirmDialog(
        'Delete this backup?', 'Its data in the store is deleted, except what other backups need. This cannot be undone.', 'Delete the backup', async () => {
            toast('good', (await remove(path)).message);
            location.hash = '#/backups';
        }, { type: timestamp }) }, 'Delete…');
    const restore = good && may('operator') && h('button', { type: 'button', class: 'main', onclick: () => restoreDialog(found) }, may('admin') ? 'Restore…' : 'Try a restore…');
    return [pin, unpin, erase, restore];
}

function suspicion(found, reload) {
    const accept = may('admin') && h('button', { type: 'button', class: 'small', onclick: () => attempt(accept, async () => {
        toast('good', (await post(`/api/backup/${found.timestamp}/accept`)).message);
        reload();
    }) }, 'It is as it should be');
    return notice('warn', 'This backup is much smaller than those before it. Until that is accepted, retention by itself removes nothing.',
        h('ul', { class: 'findings' }, found.suspicion.split(', ').map(text => h('li', null, text))), accept);
}

function facts(found) {
    const fact = (term, ...what) => h('div', null, h('dt', null, term), h('dd', null, what));
    return h('dl', { class: 'facts' },
        fact('Status', statusBadge(found), ' ', pinBadge(found), ' ', suspicionBadge(found)),
        found.startedAt && fact('Started', instant(found.startedAt)),
        found.endedAt && fact('Took', span(found.startedAt, found.endedAt)),
        found.logicalBytes !== undefined && fact('Size when restored', bytes(found.logicalBytes)),
        found.storedBytes !== undefined && fact('Added to the store', bytes(found.storedBytes)),
        fact('Namespace', found.namespace),
        h('div', { class: 'wide' }, h('dt', null, 'Where it is'), h('dd', null, place(found.backupurl))));
}

function place(url) {
    return /^https?:\/\//.test(url) ? h('a', { href: url, target: '_blank', rel: 'noreferrer' }, url) : h('span', { class: 'mono' }, url);
}

function components(found) {
    const rows = table(kindOf(found) === 'good' ? COLUMNS : ATTEMPTED, 'No component has this name.');
    const count = h('span', { class: 'muted', role: 'status' });
    const all = found.components.toSorted((one, other) => (other.state === 'Failed') - (one.state === 'Failed'));
    const show = matches => {
        const shown = all.filter(one => matches(`${one.component} ${one.error ?? ''}`));
        rows.show(shown);
        count.textContent = counted(shown.length, 'component');
    };
    show(() => true);
    return h('section', { class: 'card flush stack', 'aria-label': 'Components' }, h('div', { class: 'tools' }, h('h2', null, 'Components'), all.length > 10 && search('Filter', show), count), rows.frame);
}
