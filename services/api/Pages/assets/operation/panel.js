// The card that tells what Holdfast is doing, live.

import { notice, toast } from '../dom/notice.js';
import { confirmDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { lastOperation, live } from '../net/live.js';
import { post } from '../net/api.js';
import { may } from '../session.js';
import { instant } from '../text/format.js';
import { operationProgress } from './progress.js';
import { kindOf } from './status.js';

const CANCEL = { Backup: 'operator', Restore: 'admin' };

/** @param {AbortSignal} signal ends it */
export function operationPanel(signal) {
    const card = h('section', { class: 'card', 'aria-label': 'Operation' });
    let shown = null;
    let progress = null;

    function show(operation) {
        if (operation?.ongoing) {
            if (shown !== operation.operationId) {
                shown = operation.operationId;
                progress = operationProgress();
                card.replaceChildren(head(operation), progress.element);
            }
            progress.update(operation);
            return;
        }
        shown = null;
        card.replaceChildren(...idle(operation));
    }

    live.addEventListener('operation', event => show(event.detail), { signal });
    show(lastOperation());
    return card;
}

function head(operation) {
    return h('div', { class: 'card-head' },
        h('h2', { class: 'operation' }, `${wordFor(operation)} `, h('span', { class: 'mono' }, operation.timestamp), ' is running'),
        may(CANCEL[operation.operation] ?? 'nobody') && cancelButton(operation));
}

/** What an operation is called: a drill is a restore that replaces nothing. */
function wordFor({ operation, drill }) {
    return drill ? 'Drill of' : operation;
}

function cancelButton({ operation, timestamp }) {
    const [word, effect] = operation === 'Backup'
        ? ['backup', 'What is stored already will be used by the next one.']
        : ['restore', 'What it has prepared is removed; what was there stays as it is.'];
    return h('button', {
        type: 'button',
        onclick: () => confirmDialog(`Cancel the ${word}?`, effect, `Cancel the ${word}`, async () => {
            await post(`/api/${word}/cancel`, { timestamp });
            toast('good', `The ${word} is being cancelled.`);
        }),
    }, 'Cancel…');
}

function idle(operation) {
    const title = h('h2', { class: 'operation' }, 'Nothing is running');
    if (!operation) {
        return [title, h('p', { class: 'muted' }, 'Neither a backup nor a restore.')];
    }
    const what = [`${wordFor(operation)} `, h('span', { class: 'mono' }, operation.timestamp)];
    const when = operation.endedAt ? `, ${instant(operation.endedAt)}` : '';
    if (operation.status === null || kindOf(operation) === 'good') {
        const word = operation.progress?.state === 'Undone' ? 'was undone' : operation.status ? 'succeeded' : 'has ended';
        return [title, h('p', { class: 'muted' }, 'Last: ', what, ` ${word}`, when)];
    }
    return [title, notice('bad', h('p', null, what, ` failed${when}:`), operation.status)];
}

/** Asks for a backup of everything. */
export function backUpButton() {
    if (!may('operator')) {
        return null;
    }
    return h('button', { type: 'button', class: 'main', onclick: askForBackup }, 'Back up now');
}

function askForBackup() {
    const label = h('input', { id: 'label', maxlength: '200', placeholder: 'before the upgrade' });
    confirmDialog('Back up now', h('span', null, 'Takes a backup of all databases and volumes.'), 'Start the backup', async () => {
        const answer = await post('/api/backup', label.value.trim() ? { label: label.value.trim() } : {});
        toast('good', answer.message);
    }, { danger: false, extra: h('div', { class: 'field' }, h('label', { for: 'label' }, 'Label (optional)'), label) });
}
