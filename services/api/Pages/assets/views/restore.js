// The way to a restore: choose, look whether it would work, confirm, restore.

import { openDialog, typedText } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { notice, toast } from '../dom/notice.js';
import { search } from '../dom/table.js';
import { get, post } from '../net/api.js';
import { componentParts, isOngoing } from '../operation/status.js';
import { may } from '../session.js';
import { counted } from '../text/format.js';

const LOOK_AGAIN = 1000;

export function restoreDialog(backup) {
    const components = backup.components.map(one => one.component);
    const chosen = new Set(components);
    const outcome = h('div', { class: 'stack', 'aria-live': 'polite' });
    const salvage = h('input', { type: 'checkbox', onchange: changed });
    const look = h('button', { type: 'button', class: 'main', onclick: dryRun }, 'Dry run');
    const restore = may('admin') ? h('button', { type: 'button', class: 'danger main', disabled: true, onclick: begin }, 'Restore') : null;
    const drill = h('button', { type: 'button', onclick: rehearse }, 'Drill');
    const typed = typedText(restore ? backup.timestamp : null, ready);
    let agreed = false;
    let turn = 0;
    const open = openDialog(`Restore ${backup.timestamp}`, [
        h('p', null, restore
            ? 'Replaces what is chosen with what the backup holds, all or nothing. What is there now is kept beside it for some time, so that the restore can be undone.'
            : 'Looks whether a restore would work. Nothing live is changed.'),
        h('p', { class: 'muted small' }, 'A dry run looks whether a restore would work. A drill rebuilds everything beside the live data, checks it and removes it again: '
            + 'it takes the time and space of a restore and proves more.'),
        chooser(components, chosen, changed),
        h('label', { class: 'check' }, salvage, h('span', null, 'If objects in the store are damaged, bring back what is readable')),
        outcome,
        restore && h('div', { hidden: true }, typed.content),
    ], [drill, look, restore], { wide: true, closing: 'Close' });
    const confirm = typed.content?.parentElement;

    /** What was looked at no longer is what would be restored. */
    function changed() {
        turn += 1;
        agreed = false;
        look.disabled = chosen.size === 0;
        drill.disabled = chosen.size === 0 || salvage.checked;
        outcome.replaceChildren();
        ready();
    }

    function ready() {
        if (restore) {
            restore.disabled = !agreed || !typed.ready();
            confirm.hidden = !agreed;
            look.className = agreed ? '' : 'main';
        }
    }

    async function dryRun() {
        changed();
        const mine = turn;
        look.disabled = true;
        open.say(null);
        outcome.replaceChildren(h('p', { class: 'muted' }, 'Looking whether it would work…'), h('progress', { 'aria-label': 'Dry run' }));
        try {
            const found = await looked({ ...selection(), dryRun: true, salvage: salvage.checked }, () => open.dialog.open && mine === turn);
            if (mine === turn) {
                agreed = found.wouldSucceed;
                outcome.replaceChildren(...findings(found));
            }
        } catch (error) {
            if (mine === turn) {
                outcome.replaceChildren(notice('bad', error.message));
            }
        }
        look.disabled = chosen.size === 0;
        ready();
        outcome.scrollIntoView({ block: 'nearest' });
        if (agreed) {
            typed.input?.focus();
        }
    }

    function begin() {
        return start(restore, 'restore', { salvage: salvage.checked });
    }

    function rehearse() {
        return start(drill, 'drill', { drill: true });
    }

    async function start(button, word, kind) {
        button.disabled = true;
        open.say(null);
        try {
            await post('/api/restore', { ...selection(), ...kind });
            toast('good', `The ${word} of ${backup.timestamp} has begun.`);
            open.close();
            location.hash = '#/';
        } catch (error) {
            open.say(error.message);
            button.disabled = false;
            ready();
        }
    }

    function selection() {
        const svcs = Object.fromEntries(components.filter(one => !chosen.has(one)).map(one => [one, { disable: true }]));
        return { timestamp: backup.timestamp, svcs };
    }
}

/** A dry run that takes long goes on by itself; then its end is looked for. */
async function looked(request, wanted) {
    const answer = await post('/api/restore', request);
    if (answer.wouldSucceed !== undefined) {
        return answer;
    }
    while (wanted()) {
        const status = await get(`/api/restore/status?timestamp=${encodeURIComponent(request.timestamp)}`);
        if (!isOngoing(status)) {
            const problems = (status.findings ?? []).filter(one => one.blocking).length;
            const succeeded = status.status === 'Success' && problems === 0;
            const message = succeeded ? 'the restore would succeed' : problems > 0 ? `the restore would fail: ${counted(problems, 'problem')}` : status.status;
            return { wouldSucceed: succeeded, message, findings: status.findings ?? [], plan: status.components.map(one => one.component) };
        }
        await new Promise(done => { setTimeout(done, LOOK_AGAIN); });
    }
    return { wouldSucceed: false, message: '', findings: [], plan: [] };
}

function findings(found) {
    const sorted = found.findings.toSorted((one, other) => other.blocking - one.blocking);
    const sentence = `${found.message.charAt(0).toUpperCase()}${found.message.slice(1)}.`;
    return [
        notice(found.wouldSucceed ? 'good' : 'bad', h('p', null, sentence), found.plan.length > 0 && h('p', { class: 'small' }, `${counted(found.plan.length, 'component')} would be replaced.`)),
        sorted.length > 0 && h('ul', { class: 'findings' }, sorted.map(one => h('li', { class: one.blocking ? 'blocking' : null }, h('strong', null, one.component), `: ${one.text}`))),
    ].filter(Boolean);
}

/** Which components are restored; the others stay as they are. */
function chooser(components, chosen, changed) {
    const count = h('span', { class: 'muted small' });
    const boxes = components.map(component => {
        const box = h('input', { type: 'checkbox', checked: true, onchange: () => set([{ component, box }], box.checked) });
        return { component, box, element: h('label', { class: 'check' }, box, h('span', null, component)) };
    });
    const all = h('input', { type: 'checkbox', checked: true, onchange: () => set(seen(), all.checked) });
    const seen = () => boxes.filter(one => !one.element.hidden);

    function set(some, wanted) {
        for (const one of some) {
            one.box.checked = wanted;
            chosen[wanted ? 'add' : 'delete'](one.component);
        }
        show();
        changed();
    }

    function show() {
        const checked = seen().filter(one => one.box.checked).length;
        all.checked = checked > 0;
        all.indeterminate = checked > 0 && checked < seen().length;
        count.textContent = `${chosen.size} of ${components.length}`;
    }

    const filter = components.length > 12 && search('Filter', matches => {
        for (const one of boxes) {
            one.element.hidden = !matches(one.component);
        }
        show();
    });
    const kinds = ['db', 'volume'].filter(kind => components.some(one => componentParts(one).kind === kind));
    const only = kinds.length < 2 ? [] : kinds.map(kind => h('button', { type: 'button', class: 'plain small', onclick: () => {
        set(boxes, false);
        set(boxes.filter(one => componentParts(one.component).kind === kind), true);
    } }, kind === 'db' ? 'Databases only' : 'Volumes only'));
    show();
    return h('fieldset', null, h('legend', null, 'What is restored'),
        h('div', { class: 'tools' }, h('label', { class: 'check' }, all, h('span', null, 'All')), only, filter, count),
        h('div', { class: 'choose' }, boxes.map(one => one.element)));
}
