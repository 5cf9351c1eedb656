// When backups are taken by themselves, and which ones are kept.

import { age } from '../dom/age.js';
import { confirmDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { attempt, notice, toast } from '../dom/notice.js';
import { table } from '../dom/table.js';
import { get, post } from '../net/api.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { bytes, instant, parsed } from '../text/format.js';

const KINDS = { started: 'good', skipped: 'warn', requested: 'busy' };
const REQUESTED = [
    { title: 'Due', keep: true, cell: one => instant(one.due) },
    { title: 'Why', cell: one => (one.madeUpFor ? `${one.reason}, makes up for ${one.madeUpFor}` : one.reason) },
    { title: 'Outcome', cell: one => h('div', null, h('span', { class: `badge ${KINDS[one.outcome] ?? ''}` }, one.outcome), one.message && h('div', { class: 'muted small' }, one.message)) },
    { title: 'Backup', cell: one => one.timestamp && h('a', { href: `#/backups/${one.timestamp}`, class: 'mono' }, one.timestamp) },
];
const PLANNED = [
    { title: 'Backup', keep: true, cell: one => h('a', { href: `#/backups/${one.timestamp}`, class: 'mono' }, one.timestamp) },
    { title: 'What happens', cell: one => h('span', { class: `badge ${one.expires ? 'bad' : 'good'}` }, one.expires ? 'Deleted' : 'Kept') },
    { title: 'Why', cell: one => one.reason },
];

export async function schedule({ signal }) {
    const found = await get('/api/schedule', signal);
    const rows = table(REQUESTED, 'Holdfast has not requested a backup by itself yet.');
    rows.show(found.requested);
    return h('div', { class: 'stack' },
        pageHead('Schedule', found.enabled ? null : 'Regular backups are not enabled.', h('a', { class: 'button', href: '#/configuration/backupConfig' }, may('admin') ? 'Change…' : 'Configuration')),
        h('section', { class: 'card', 'aria-label': 'Next' }, h('dl', { class: 'facts' },
            fact('Next regular backup', ...(!found.enabled ? ['None'] : found.next ? [`${instant(found.next)}, `, age(parsed(found.next))] : ['Not planned yet'])),
            fact('When', h('code', null, found.frequency)),
            fact('Next verification', ...nextCheck(found.verification)),
            fact('Next drill', ...nextCheck(found.drill)),
            fact('Time zone', found.timeZone))),
        retention(),
        h('section', { class: 'card flush stack', 'aria-label': 'Requested' }, h('div', { class: 'tools' }, h('h2', null, 'Requested by Holdfast itself')), rows.frame));
}

function nextCheck(check) {
    return !check ? ['None'] : [check.next ? `${instant(check.next)}, ` : 'Not planned yet, ', check.next && age(parsed(check.next)), ' ', h('code', null, check.frequency)];
}

function fact(term, ...what) {
    return h('div', null, h('dt', null, term), h('dd', null, what));
}

/** What retention would do now, looked up on demand: it lists the whole store. */
function retention() {
    const outcome = h('div', { class: 'stack', 'aria-live': 'polite' });
    const look = h('button', { type: 'button', onclick: () => attempt(look, async () => {
        const plan = await post('/api/retention', { dryRun: true });
        const rows = table(PLANNED, 'There are no backups.');
        rows.show(plan.backups.toReversed());
        const freed = plan.freedBytes === undefined ? [] : [`${bytes(plan.freedBytes)} would be freed.`];
        outcome.replaceChildren(notice(plan.problem ? 'warn' : '', `${plan.message}.`, ...(plan.problem ? [plan.problem] : freed)), rows.frame);
    }) }, 'Show what would be deleted now');
    const apply = may('admin') && h('button', { type: 'button', class: 'danger', onclick: () => confirmDialog(
        'Delete what is not to be kept?', 'Look first what would be deleted. This cannot be undone.', 'Delete now', async () => {
            toast('good', (await post('/api/retention', {})).message);
            outcome.replaceChildren();
        }) }, 'Delete now…');
    return h('section', { class: 'card stack', 'aria-label': 'Retention' }, h('h2', null, 'Retention'),
        h('p', { class: 'muted' }, 'Runs after each success while regular backups are enabled. On any doubt nothing is deleted.'), h('div', { class: 'actions' }, look, apply), outcome);
}
