// What every backup must cover.

import { age } from '../dom/age.js';
import { confirmDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { toast } from '../dom/notice.js';
import { search, table } from '../dom/table.js';
import { get, remove } from '../net/api.js';
import { pageHead } from '../router.js';
import { may } from '../session.js';
import { counted, instant, parsed } from '../text/format.js';

export async function components({ signal, reload }) {
    const all = (await get('/api/components', signal)).components;
    const count = h('span', { class: 'muted', role: 'status' });
    const columns = [
        { title: 'Component', cell: one => one.component },
        { title: 'Served by', cell: one => one.servedBy },
        { title: 'Since', keep: true, cell: one => instant(one.firstAnnouncedAt) },
        { title: 'Last heard of', cell: one => age(parsed(one.lastAnnouncedAt)) },
        may('admin') && { title: '', cell: one => h('button', { type: 'button', class: 'danger small', 'aria-label': `Forget ${one.component}`, onclick: () => forget(one, reload) }, 'Forget…') },
    ].filter(Boolean);
    const rows = table(columns, 'There is no such component.');
    const show = matches => {
        const found = all.filter(one => matches(`${one.component} ${one.servedBy}`));
        rows.show(found);
        count.textContent = counted(found.length, 'component');
    };
    show(() => true);
    return h('div', null,
        pageHead('Components', 'What every backup must cover. A backup that cannot cover all of it fails and says so.'),
        h('section', { class: 'card flush stack', 'aria-label': 'Components' }, h('div', { class: 'tools' }, search('Filter', show), count), rows.frame));
}

function forget(one, reload) {
    confirmDialog('Forget this component?', `Backups no longer cover ${one.component}. While a service still serves it, it comes back.`, 'Forget it', async () => {
        toast('good', (await remove(`/api/components/${one.kind}/${encodeURIComponent(one.name)}`)).message);
        reload();
    }, { type: one.component });
}
