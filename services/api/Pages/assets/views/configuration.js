// The configuration documents, each as a form, with who changed them before.

import { documentForm } from '../configuration/form.js';
import { DOCUMENTS } from '../configuration/documents.js';
import { h } from '../dom/element.js';
import { attempt, notice, toast } from '../dom/notice.js';
import { table } from '../dom/table.js';
import { ApiError, callWhole, get, post } from '../net/api.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { instant, parsed, relative } from '../text/format.js';

const HISTORY = [
    { title: 'Version', cell: entry => entry.version },
    { title: 'When', keep: true, cell: entry => instant(entry.at) },
    { title: 'By', cell: entry => entry.by },
    { title: 'From', cell: entry => entry.from },
    { title: 'Changes', cell: entry => h('div', null, (entry.changes ?? []).map(change)) },
];

export async function configuration({ signal, parameters, reload }) {
    const document = DOCUMENTS.find(one => one.name === parameters[0]) ?? DOCUMENTS[0];
    const path = `/api/config/${document.name}`;
    const [{ body: held, tag }, history] = await Promise.all([callWhole('GET', path, undefined, { signal }), get(`${path}/history`, signal)]);
    const rows = table(HISTORY, 'Nobody has changed anything yet: defaults, file or environment hold.');
    rows.show(history.history);
    return h('div', { class: 'stack' },
        pageHead('Configuration', may('admin') ? null : 'Only administrators change it.'),
        h('nav', { class: 'tabs', 'aria-label': 'Documents' }, DOCUMENTS.map(one =>
            h('a', { href: `#/configuration/${one.name}`, 'aria-current': one === document ? 'page' : null }, one.title))),
        editor(document, held, tag, path, reload),
        h('section', { class: 'card flush stack', 'aria-label': 'History' }, h('div', { class: 'tools' }, h('h2', null, 'History')), rows.frame));
}

function editor(document, held, tag, path, reload) {
    const form = documentForm(document, held[document.name], held.locked, may('admin'));
    const outcome = h('div', { 'aria-live': 'polite' });
    const save = may('admin') && h('button', { type: 'submit', class: 'main' }, 'Save');
    const test = document.test && may('admin') && h('button', { type: 'button', onclick: () => attempt(test, async () => {
        outcome.replaceChildren(notice('', 'Trying the store…'));
        await told(outcome, form, async () => outcome.replaceChildren(tested(await post(`${path}/test`, form.document()))));
    }) }, 'Test the connection');
    return h('form', {
        class: 'card stack',
        'aria-label': document.title,
        onsubmit: event => {
            event.preventDefault();
            attempt(save, () => told(outcome, form, async () => {
                const { body } = await callWhole('PUT', path, form.document(), { match: tag });
                toast('good', `Saved: ${body.effect}.`);
                reload();
            }));
        },
    }, facts(held), form.element, outcome, h('div', { class: 'actions' }, save, test));
}

/** Does something with the document; what is wrong with it is shown at its fields. */
async function told(outcome, form, work) {
    form.showProblems([]);
    try {
        await work();
    } catch (error) {
        if (!(error instanceof ApiError)) {
            outcome.replaceChildren();
            throw error;
        }
        const others = form.showProblems(error.problems);
        const texts = error.problems.length === 0 ? [error.message] : others;
        outcome.replaceChildren(notice('bad', ...(texts.length > 0 ? texts : ['It was not saved: see the fields above.'])));
    }
}

function tested(found) {
    return notice(found.usable ? 'good' : 'bad', `${found.location}: ${found.message}`, ...(found.hint ? [found.hint] : []), ...(found.usable ? [] : [`Step: ${found.step}`]));
}

function facts(held) {
    const next = held.nextBackup && h('p', { class: 'muted' }, `The next backup is ${relative(parsed(held.nextBackup))}: ${instant(held.nextBackup)}.`);
    const store = held.store && h('p', { class: 'muted' }, 'In use: ', h('code', null, held.store), '; staging: ', h('code', null, held.staging));
    return [next, store];
}

function change({ field, before, after }) {
    return h('div', null, h('code', null, field), ': ', quoted(before), ' → ', quoted(after));
}

function quoted(text) {
    return text === '' ? h('span', { class: 'muted' }, 'not set') : text;
}
