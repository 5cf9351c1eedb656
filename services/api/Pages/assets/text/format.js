// How figures and instants are written. Instants are shown in UTC; timestamps of backups stay as they are.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
let clockOffset = 0;

/** Takes the time from the server, so that ages are right on a machine whose clock is not. */
export function setServerTime(instant) {
    if (!Number.isNaN(instant)) {
        clockOffset = instant - Date.now();
    }
}

export function now() {
    return Date.now() + clockOffset;
}

export function bytes(count) {
    if (count === null || count === undefined) {
        return '–';
    }
    let unit = 0;
    let size = count;
    while (size >= 1024 && unit < UNITS.length - 1) {
        size /= 1024;
        unit += 1;
    }
    return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

export function number(count) {
    return count === null || count === undefined ? '–' : count.toLocaleString('en');
}

/** Such as `1 backup`, `2 backups`. */
export function counted(count, one, many = `${one}s`) {
    return `${number(count)} ${count === 1 ? one : many}`;
}

/** `2023-02-02 16:00:00 UTC` */
export function instant(text) {
    if (!text) {
        return '–';
    }
    const time = parsed(text);
    return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Milliseconds since 1970 of an instant; the API means UTC also where it does not say so. */
export function parsed(text) {
    return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

/** Milliseconds since 1970 of a backup's timestamp, such as `2023-02-02t16-00-00`. */
export function timestampTime(timestamp) {
    const parts = /^(\d{4}-\d\d-\d\d)t(\d\d)-(\d\d)-(\d\d)$/.exec(timestamp);
    return parts ? Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`) : Number.NaN;
}

/** Such as `3 h 20 min`. */
export function duration(milliseconds) {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    if (seconds < 60) {
        return `${seconds} s`;
    }
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
        return minutes < 10 && seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
    }
    const hours = Math.floor(minutes / 60);
    if (hours < 48) {
        return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
    }
    return `${Math.floor(hours / 24)} days`;
}

/** Such as `3 h 20 min ago`, `in 5 min`. */
export function relative(time) {
    const difference = now() - time;
    if (Math.abs(difference) < 5000) {
        return 'now';
    }
    return difference > 0 ? `${duration(difference)} ago` : `in ${duration(-difference)}`;
}

export function span(from, to) {
    return from && to ? duration(parsed(to) - parsed(from)) : '–';
}
