// API keys: who may call, and what.

import { age } from '../dom/age.js';
import { confirmDialog, openDialog } from '../dom/dialog.js';
import { h } from '../dom/element.js';
import { toast } from '../dom/notice.js';
import { table } from '../dom/table.js';
import { get, post, remove } from '../net/api.js';
import { pageHead } from '../router.js';
import { current } from '../session.js';
import { instant, now, parsed } from '../text/format.js';

const ROLES = {
    viewer: 'Viewer: looks at everything but keys and audit log',
    operator: 'Operator: also backs up, pins and tries restores',
    admin: 'Administrator: also restores, deletes, and manages everything',
};

export async function keys({ signal, reload }) {
    const all = (await get('/api/keys', signal)).keys;
    const rows = table([
        { title: 'Name', cell: key => key.name },
        { title: 'Role', cell: key => key.role },
        { title: 'State', cell: state },
        { title: 'Made', keep: true, cell: key => instant(key.createdAt) },
        { title: 'Last used', cell: key => (key.lastUsedAt ? age(parsed(key.lastUsedAt)) : 'never') },
        { title: '', cell: key => !key.revokedAt && h('button', { type: 'button', class: 'danger small', 'aria-label': `Revoke ${key.name}`, onclick: () => revoke(key, reload) }, 'Revoke…') },
    ], 'There are no keys.');
    rows.show(all.toSorted((one, other) => Boolean(one.revokedAt) - Boolean(other.revokedAt) || one.name.localeCompare(other.name)));
    return h('div', null,
        pageHead('API keys', 'Give each script and each person a key of their own, with the least role.', h('button', { type: 'button', class: 'main', onclick: () => create(reload) }, 'New key…')),
        h('section', { class: 'card flush', 'aria-label': 'Keys' }, rows.frame));
}

function state(key) {
    if (key.revokedAt) {
        return h('span', { class: 'badge', title: instant(key.revokedAt) }, 'Revoked');
    }
    if (key.expiresAt && parsed(key.expiresAt) <= now()) {
        return h('span', { class: 'badge', title: instant(key.expiresAt) }, 'Expired');
    }
    return h('div', null, h('span', { class: 'badge good' }, 'Valid'), key.expiresAt && h('div', { class: 'muted small' }, `until ${instant(key.expiresAt)}`));
}

function revoke(key, reload) {
    const own = key.name === current().name ? ' It is the one you have logged in with: you will be logged out.' : '';
    confirmDialog('Revoke this key?', `Whoever uses ${key.name} can call nothing from then on. This cannot be undone.${own}`, 'Revoke the key', async () => {
        toast('good', (await remove(`/api/keys/${encodeURIComponent(key.name)}`)).message);
        reload();
    }, { type: key.name });
}

function create(reload) {
    const name = h('input', { id: 'key-name', autocomplete: 'off', spellcheck: 'false', maxlength: '100' });
    const role = h('select', { id: 'key-role' }, Object.entries(ROLES).map(([value, text]) => h('option', { value }, text)));
    const expires = h('input', { id: 'key-expires', type: 'date' });
    const fields = h('div', { class: 'form' },
        h('div', { class: 'field' }, h('label', { for: 'key-name' }, 'Name'), name, h('span', { class: 'hint' }, 'The audit log knows it by this: letters, digits, dots, dashes and underscores')),
        h('div', { class: 'field' }, h('label', { for: 'key-role' }, 'Role'), role),
        h('div', { class: 'field' }, h('label', { for: 'key-expires' }, 'Useless from (optional)'), expires, h('span', { class: 'hint' }, 'From the beginning of that day, UTC')));
    confirmDialog('New key', 'Its text is shown once, when it has been made.', 'Make the key', async () => {
        const made = await post('/api/keys', { name: name.value.trim(), role: role.value, expiresAt: expires.value ? `${expires.value}T00:00:00Z` : null });
        reload();
        show(made);
    }, { danger: false, extra: fields });
}

function show(made) {
    const text = h('code', { class: 'secret', tabindex: '0', 'aria-label': 'The key' }, made.key);
    const copy = h('button', { type: 'button', class: 'main', onclick: async () => {
        try {
            await navigator.clipboard.writeText(made.key);
            copy.textContent = 'Copied';
        } catch {
            getSelection().selectAllChildren(text); // the clipboard is for pages under TLS only
        }
    } }, 'Copy');
    openDialog(`The key ${made.name}`, [h('p', null, 'Copy it now: it cannot be shown again.'), text], [copy], { closing: 'Done' });
}
