// Live events of the API. Loses the connection now and then, says so, and finds it again by itself.

import { now, parsed } from '../text/format.js';
import { ApiError, get, sessionEvents } from './api.js';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;
const CROWDED_PAUSE = 5000;
const CLOCK_TOLERANCE = 2000;

/** Hidden for so long, a page lets another one have its place among the listeners. */
const HIDDEN_LIMIT = 60000;

/** Announces `operation` (detail: what runs or ran last) and `connection` (detail: whether there is one). */
export const live = new EventTarget();

let source = null;
let timer = 0;
let hidden = 0;
let pause = FIRST_PAUSE;
let wanted = false;
let operation = null;
let connected = true;

/** What runs, or ran last as far as was heard; null when nothing was. */
export function lastOperation() {
    return operation;
}

/**
 * Calls back when an operation has ended since now, so that what a view has read meanwhile is read again.
 * @param {AbortSignal} signal ends it
 */
export function whenEnded(signal, changed) {
    const since = now() - CLOCK_TOLERANCE;
    const known = endOf(operation);
    live.addEventListener('operation', ({ detail }) => {
        const end = endOf(detail);
        const old = known === null && detail.endedAt && parsed(detail.endedAt) < since; // told because it is the first that is heard
        if (end !== null && end !== known && !old) {
            changed(detail);
        }
    }, { signal });
}

function endOf(some) {
    return some === null || some.ongoing ? null : `${some.operationId} ${some.endedAt}`;
}

export function listen() {
    wanted = true;
    open();
}

export function stopListening() {
    wanted = false;
    close();
    operation = null;
    tell(true);
}

function open() {
    close();
    source = new EventSource('/api/events');
    for (const kind of ['progress', 'ended', 'quiet']) {
        source.addEventListener(kind, heard);
    }
    source.addEventListener('open', () => tell(true));
    source.addEventListener('error', lost);
}

function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
}

function heard(event) {
    tell(true);
    pause = FIRST_PAUSE;
    if (event.data) { // one that is quiet has none
        take(JSON.parse(event.data));
    }
}

function take(news) {
    operation = news;
    live.dispatchEvent(new CustomEvent('operation', { detail: news }));
}

/** The browser would come back by itself, but neither notice that the session has ended nor tell anybody. */
async function lost() {
    close();
    if (!wanted) {
        return;
    }
    try {
        await get('/api/session');
        if (pause > FIRST_PAUSE) {
            await lookOnce(); // the API is there, but has no place for another listener
        }
        again(pause > FIRST_PAUSE ? CROWDED_PAUSE : FIRST_PAUSE);
        tell(true);
    } catch (error) {
        if (error instanceof ApiError && error.status === 401) {
            return; // whoever hears that the session has ended calls stopListening
        }
        tell(false);
        again(pause);
    }
    pause = Math.min(pause * 2, LONGEST_PAUSE);
}

async function lookOnce() {
    const status = await get('/api/backup/status').catch(error => (error instanceof ApiError ? null : Promise.reject(error)));
    if (status?.operation) {
        take(status);
    } else if (operation?.ongoing) {
        take({ ...operation, ongoing: false, status: null }); // how it ended its own page tells
    }
}

function again(after) {
    clearTimeout(timer);
    if (wanted && !document.hidden) {
        timer = setTimeout(open, after);
    }
}

function tell(there) {
    if (there !== connected) {
        connected = there;
        live.dispatchEvent(new CustomEvent('connection', { detail: there }));
    }
}

document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden);
    if (document.hidden) {
        hidden = setTimeout(close, HIDDEN_LIMIT);
    } else if (wanted && source === null) {
        open();
    }
});

sessionEvents.addEventListener('ended', stopListening);
