// Who has logged in, and what that role may do. The API decides; the pages only leave out what it would refuse.

import { ApiError, callWhole, lastCallTime, post, sessionEvents, setAntiforgery } from './net/api.js';
import { parsed } from './text/format.js';

const ROLES = ['viewer', 'operator', 'admin'];
const IDLE = 60 * 60 * 1000;
const LATEST_LOOK = 24 * 60 * 60 * 1000;

let session = null;
let timer = 0;

export function current() {
    return session;
}

/** @param {'viewer'|'operator'|'admin'} role the least that is needed */
export function may(role) {
    return session !== null && ROLES.indexOf(session.role) >= ROLES.indexOf(role);
}

/** @returns {Promise<boolean>} whether there is a session */
export async function resume() {
    try {
        begin((await callWhole('GET', '/api/session', undefined, { quiet: true })).body);
        return true;
    } catch (error) {
        if (error instanceof ApiError && error.status === 401) {
            forget();
            return false;
        }
        throw error;
    }
}

export async function logIn(key) {
    begin((await callWhole('POST', '/api/login', { key }, { quiet: true })).body);
}

/** @returns {Promise<string|undefined>} where the session with the identity provider is ended */
export async function logOut() {
    try {
        return (await post('/api/logout')).providerLogoutUrl;
    } finally {
        forget();
    }
}

export function forget() {
    session = null;
    setAntiforgery(null);
    clearTimeout(timer);
}

function begin(answer) {
    session = answer;
    setAntiforgery(answer.antiforgery);
    watch();
}

/** Looks when the session must have ended: a page that is only looked at would not notice. */
function watch() {
    clearTimeout(timer);
    const end = Math.min(session.expiresAt ? parsed(session.expiresAt) : Infinity, lastCallTime() + IDLE);
    timer = setTimeout(async () => {
        if (Date.now() < Math.min(parsed(session.expiresAt), lastCallTime() + IDLE)) {
            watch();
            return;
        }
        if (!await resume().catch(() => true)) {
            sessionEvents.dispatchEvent(new Event('ended'));
        }
    }, Math.min(Math.max(end - Date.now(), 0) + 2000, LATEST_LOOK));
}
