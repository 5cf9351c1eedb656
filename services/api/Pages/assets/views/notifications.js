// What was told to whom, and whether telling works.

import { h } from '../dom/element.js';
import { attempt, notice } from '../dom/notice.js';
import { table } from '../dom/table.js';
import { get, post } from '../net/api.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { instant } from '../text/format.js';

const KINDS = { delivered: 'good', pending: 'busy', 'given up': 'bad' };
const COLUMNS = [
    { title: 'When', keep: true, cell: one => instant(one.createdAt) },
    { title: 'Event', cell: one => one.event },
    { title: 'Way', cell: one => one.channel },
    { title: 'Outcome', cell: one => h('div', null, h('span', { class: `badge ${KINDS[one.outcome] ?? ''}` }, one.outcome), one.problem && h('div', { class: 'reason' }, one.problem)) },
    { title: 'Attempts', number: true, cell: one => one.attempts },
];

export async function notifications({ signal }) {
    const rows = table(COLUMNS, 'Nothing was told yet.');
    const load = async () => rows.show((await get('/api/notifications', signal)).notifications);
    const outcome = h('div', { class: 'stack', 'aria-live': 'polite' });
    const test = may('admin') && h('button', { type: 'button', class: 'main', onclick: () => attempt(test, async () => {
        outcome.replaceChildren(notice('', 'Telling everybody that it is a test…'));
        try {
            const { results } = await post('/api/notifications/test');
            const none = notice('warn', 'No way to tell anybody is configured.');
            outcome.replaceChildren(...results.length === 0 ? [none] : results.map(one => notice(one.delivered ? 'good' : 'bad', `${one.channel}: ${one.delivered ? 'delivered' : one.problem}`)));
        } catch (error) {
            outcome.replaceChildren(notice('bad', error.message));
        }
        await load();
    }) }, 'Send a test');
    await load();
    return h('div', { class: 'stack' },
        pageHead('Notifications', 'The last 50.', h('a', { class: 'button', href: '#/configuration/notificationConfig' }, may('admin') ? 'Change…' : 'Configuration'), test),
        outcome,
        h('section', { class: 'card flush', 'aria-label': 'Notifications' }, rows.frame));
}
