// What a backup or restore is, in a word.

import { h } from '../dom/element.js';

const ONGOING = 'backup/restore operation ongoing';
const DRILLED = 'drill succeeded';

/** @returns {'good'|'bad'|'busy'} */
export function kindOf(backup) {
    if (backup.status === 'Success' || backup.status.startsWith(DRILLED)) {
        return 'good';
    }
    return isOngoing(backup) ? 'busy' : 'bad';
}

export function isOngoing(backup) {
    return backup.status.startsWith(ONGOING);
}

export function statusBadge(backup) {
    const kind = kindOf(backup);
    return h('span', { class: `badge ${kind}` }, { good: 'Success', bad: 'Failed', busy: 'Ongoing' }[kind]);
}

/** The reason of a failure; null when there is none. */
export function reasonOf(backup) {
    return kindOf(backup) === 'bad' ? backup.status : null;
}

export function pinBadge(backup) {
    return backup.pinned ? h('span', { class: 'badge pin', title: 'Kept until it is unpinned' }, 'Pinned') : null;
}

export function suspicionBadge(backup) {
    return backup.suspicion ? h('span', { class: 'badge warn', title: backup.suspicion }, 'Suspicious') : null;
}

/** A component's kind and name: `db/airflow` is a database. */
export function componentParts(component) {
    const slash = component.indexOf('/');
    return { kind: component.slice(0, slash), name: component.slice(slash + 1) };
}
