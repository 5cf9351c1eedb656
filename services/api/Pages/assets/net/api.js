// Calls of the API. Errors are thrown with the API's own message, to be shown as it is.

import { setServerTime } from '../text/format.js';

const ANTIFORGERY = 'X-Holdfast-Antiforgery';

/** Announces `ended` when the API no longer knows the session. */
export const sessionEvents = new EventTarget();

let antiforgery = null;
let lastCall = 0;

/** The API answered with an error. */
export class ApiError extends Error {
    constructor(status, message, problems = []) {
        super(message);
        this.status = status;
        this.problems = problems;
    }
}

/** The API did not answer at all. */
export class ConnectionError extends Error {
    constructor() {
        super('Holdfast does not answer. Is it running, and can this machine reach it?');
    }
}

/** What every changing call of the session brings along. */
export function setAntiforgery(token) {
    antiforgery = token;
}

/** When anything was called last: the session ends after an hour without a call. */
export function lastCallTime() {
    return lastCall;
}

/** @returns {Promise<object>} the answer's body */
export async function call(method, path, body, options = {}) {
    return (await callWhole(method, path, body, options)).body;
}

export const get = (path, signal) => call('GET', path, undefined, { signal });
export const post = (path, body = {}, signal) => call('POST', path, body, { signal });
export const remove = path => call('DELETE', path);

/** @returns {Promise<{status: number, body: object, tag: string|null}>} */
export async function callWhole(method, path, body, { signal, match, quiet } = {}) {
    const headers = { Accept: 'application/json' };
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (method !== 'GET' && antiforgery) {
        headers[ANTIFORGERY] = antiforgery;
    }
    if (match) {
        headers['If-Match'] = match;
    }
    const answer = await send(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', redirect: 'error' });
    const json = await read(answer);
    if (answer.ok) {
        return { status: answer.status, body: json, tag: answer.headers.get('ETag') };
    }
    if (answer.status === 401 && !quiet) {
        sessionEvents.dispatchEvent(new Event('ended'));
    }
    throw new ApiError(answer.status, json?.message ?? `The answer was ${answer.status} ${answer.statusText}.`, json?.problems);
}

async function send(path, request) {
    lastCall = Date.now();
    try {
        const answer = await fetch(path, request);
        setServerTime(Date.parse(answer.headers.get('Date')));
        return answer;
    } catch (error) {
        throw error.name === 'AbortError' ? error : new ConnectionError();
    }
}

async function read(answer) {
    try {
        return await answer.json();
    } catch (error) {
        if (error.name === 'AbortError') {
            throw error;
        }
        return null; // a proxy's page, perhaps
    }
}
