// How things stand: what runs, the last good backup, the next one, what is protected.

import { age } from '../dom/age.js';
import { confirmDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { notice, toast } from '../dom/notice.js';
import { ApiError, get, post } from '../net/api.js';
import { whenEnded } from '../net/live.js';
import { backUpButton, operationPanel } from '../operation/panel.js';
import { isOngoing, kindOf, suspicionBadge } from '../operation/status.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { bytes, counted, instant, parsed, timestampTime } from '../text/format.js';

export async function overview({ signal, reload }) {
    whenEnded(signal, reload);
    const [list, schedule, registry, restore] = await Promise.all([
        get('/api/backup/list', signal),
        get('/api/schedule', signal),
        get('/api/components', signal),
        lastRestore(signal),
    ]);
    const backups = list['backup-list'];
    return h('div', { class: 'stack' },
        pageHead('Overview', `Namespace ${registry.namespace}`, backUpButton()),
        operationPanel(signal),
        h('div', { class: 'cards' }, goodCard(backups), nextCard(schedule), componentsCard(registry.components), restore && restoreCard(restore)));
}

async function lastRestore(signal) {
    try {
        return await get('/api/restore/status', signal);
    } catch (error) {
        if (error instanceof ApiError && error.status === 404) {
            return null;
        }
        throw error;
    }
}

function card(title, ...content) {
    return h('section', { class: 'card' }, h('h2', null, title), content);
}

function goodCard(backups) {
    const good = backups.findLast(backup => kindOf(backup) === 'good');
    const ended = backups.filter(backup => !isOngoing(backup));
    const newest = ended.at(-1);
    const failure = newest && newest !== good && notice('bad', h('p', null, 'The newest one failed: ', h('a', { href: `#/backups/${newest.timestamp}` }, newest.timestamp)));
    if (!good) {
        return card('Last good backup', h('p', { class: 'figure' }, 'None yet'), failure || h('p', { class: 'muted' }, 'Nothing could be restored.'));
    }
    return card('Last good backup',
        h('p', { class: 'figure' }, age(timestampTime(good.timestamp))),
        h('p', null, h('a', { href: `#/backups/${good.timestamp}` }, good.timestamp), ' ', suspicionBadge(good)),
        h('p', { class: 'muted' }, `${bytes(good.logicalBytes)}, ${counted(ended.filter(backup => kindOf(backup) === 'good').length, 'good backup')} in all`),
        failure);
}

function nextCard(schedule) {
    if (!schedule.enabled) {
        return card('Next regular backup', h('p', { class: 'figure' }, 'Off'), h('p', { class: 'muted' }, 'Regular backups are not enabled. ', h('a', { href: '#/configuration/backupConfig' }, 'Configuration')));
    }
    const skipped = schedule.requested[0]?.outcome === 'skipped' && h('p', { class: 'muted' }, `The last one was skipped: ${schedule.requested[0].message ?? 'no reason given'}`);
    return card('Next regular backup',
        h('p', { class: 'figure' }, h('a', { href: '#/schedule' }, schedule.next ? age(parsed(schedule.next)) : 'Not planned yet')),
        h('p', null, schedule.next && instant(schedule.next)),
        h('p', { class: 'muted' }, h('code', null, schedule.frequency), ` in ${schedule.timeZone}`),
        skipped);
}

function componentsCard(components) {
    const databases = components.filter(one => one.kind === 'db').length;
    return card('What is protected',
        h('p', { class: 'figure' }, h('a', { href: '#/components' }, counted(components.length, 'component'))),
        h('p', { class: 'muted' }, `${counted(databases, 'database')}, ${counted(components.length - databases, 'volume')}`));
}

function restoreCard(restore) {
    const kind = kindOf(restore);
    const what = restore.dryRun ? 'Dry run' : restore.drill ? 'Drill' : 'Restore';
    const word = { good: restore.state === 'Undone' ? 'undone' : 'succeeded', bad: 'failed', busy: 'is running' }[kind];
    return card('Last restore',
        h('p', { class: 'figure' }, restore.endedAt ? age(parsed(restore.endedAt)) : 'now'),
        h('p', null, `${what} of `, h('a', { href: `#/backups/${restore.timestamp}` }, restore.timestamp), ` ${word}`),
        kind === 'bad' && notice('bad', restore.status),
        undo(restore.undoable, restore.operationId));
}

/** What a restore replaced can be brought back for some time, also when a dry run or a drill came later. */
function undo(undoable, last) {
    if (!undoable) {
        return null;
    }
    const what = undoable.operationId === last ? ['Can'] : ['The restore of ', h('a', { href: `#/backups/${undoable.timestamp}` }, undoable.timestamp), ' can'];
    return [h('p', { class: 'muted' }, what, ` be undone until ${instant(undoable.until)}.`), may('admin') && undoButton(undoable.timestamp)];
}

function undoButton(timestamp) {
    const ask = 'Brings back what was there before it. What has changed since is lost.';
    return h('button', {
        type: 'button',
        class: 'danger small',
        onclick: () => confirmDialog('Undo the restore?', ask, 'Undo the restore', async () => {
            await post('/api/restore/undo', { timestamp });
            toast('good', 'The restore is being undone.');
        }, { type: timestamp }),
    }, 'Undo…');
}
