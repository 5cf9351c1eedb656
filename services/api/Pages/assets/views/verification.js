// Whether a stored backup is as it was stored: the last verification of it, and a new one.

import { h, setText } from '../dom/element.js';
import { attempt, notice } from '../dom/notice.js';
import { ApiError, get, post } from '../net/api.js';
import { may } from '../session.js';
import { bytes, instant } from '../text/format.js';

const LOOK_AGAIN = 2000;
const KINDS = { Sound: 'good', Damaged: 'bad', Failed: 'bad', Cancelled: 'warn' };

/** @param {string} timestamp of the backup @param {AbortSignal} signal ends the looking */
export async function verificationCard(timestamp, signal) {
    const place = h('div', { class: 'stack', 'aria-live': 'polite' });
    const bar = h('progress', { 'aria-label': 'Progress of the verification' });
    const amount = h('p', { class: 'muted' });
    let shown; // undefined: nothing yet, not even that there is none

    async function look() {
        const last = await lastOf(timestamp, signal);
        const state = last && `${last.operationId} ${last.state}`;
        if (state !== shown) {
            shown = state;
            place.replaceChildren(...content(last));
        }
        if (last && !last.endedAt) {
            bar.max = last.totalBytes || 1;
            bar.value = last.totalBytes ? last.doneBytes : 0;
            setText(amount, last.totalBytes ? `${bytes(last.doneBytes)} of ${bytes(last.totalBytes)}` : last.status);
            setTimeout(() => signal.aborted || look().catch(() => { }), LOOK_AGAIN); // the banner tells of a lost connection
        }
    }

    function content(last) {
        if (last && !last.endedAt) {
            return [h('p', null, 'It is being verified.'), bar, amount,
                may('operator') && h('div', { class: 'actions' }, button('Stop verifying', '/api/backup/verify/cancel', { timestamp }))].filter(Boolean);
        }
        return [
            last ? result(last) : h('p', { class: 'muted' }, 'It was not verified yet.'),
            may('operator') && h('div', { class: 'actions' },
                button('Verify', '/api/backup/verify', { timestamp }, 'Reads all of it'), button('Look whether it is there', '/api/backup/verify', { timestamp, depth: 'quick' }, 'Reads no content')),
        ].filter(Boolean);
    }

    function button(text, path, body, title) {
        const made = h('button', { type: 'button', class: 'small', title, onclick: () => attempt(made, async () => {
            await post(path, body);
            await look();
        }) }, text);
        return made;
    }

    await look();
    return h('section', { class: 'card stack', 'aria-label': 'Verification' }, h('h2', null, 'Verification'), place);
}

function result(last) {
    const problems = last.problems.length > 0 && h('ul', { class: 'findings' }, last.problems.map(text => h('li', { class: 'blocking' }, text)));
    return h('div', { class: 'stack' }, notice(KINDS[last.state] ?? '', `${last.status.charAt(0).toUpperCase()}${last.status.slice(1)}.`, h('p', { class: 'small' }, instant(last.endedAt))), problems);
}

async function lastOf(timestamp, signal) {
    try {
        return await get(`/api/backup/verify?timestamp=${encodeURIComponent(timestamp)}`, signal);
    } catch (error) {
        if (error instanceof ApiError && error.status === 404) {
            return null;
        }
        throw error;
    }
}
