// The progress of an operation and of each of its components, kept up to date in place.

import { h, setText } from '../dom/element.js';
import { bytes, counted, duration, now, number, parsed } from '../text/format.js';
import { componentParts } from './status.js';

const CHIPS = 400;

/** Shows an operation. @returns {{element: Node, update: function}} */
export function operationProgress() {
    const bar = h('progress', { 'aria-label': 'Progress of the whole' });
    const [left, right] = [h('span'), h('span', { class: 'muted' })];
    const failed = group('Failed', true, run => h('li', null, `${run.component}: ${run.error ?? 'failed'}`));
    const running = runs();
    const waiting = group('Waiting', false, chip);
    const done = group('Completed', false, chip);
    const element = h('div', { class: 'stack' }, h('div', { class: 'stack' }, bar, h('div', { class: 'line' }, left, right)),
        failed.element, running.element, waiting.element, done.element);
    return {
        element,
        update(operation) {
            const { progress, components } = operation;
            const known = progress.totalBytes > 0;
            fill(bar, known ? progress.doneBytes : progress.completedComponents, known ? progress.totalBytes : progress.totalComponents);
            setText(left, `${number(progress.completedComponents)} of ${counted(progress.totalComponents, 'component')}, ${bytes(progress.doneBytes)}${known ? ` of ${bytes(progress.totalBytes)}` : ''}`);
            setText(right, `${progress.state}, ${duration((operation.endedAt ? parsed(operation.endedAt) : now()) - parsed(progress.startedAt))}`);
            failed.update(components.filter(one => one.state === 'Failed'));
            running.update(components.filter(one => one.state === 'Running'));
            waiting.update(components.filter(one => !['Failed', 'Running', 'Done'].includes(one.state)));
            done.update(components.filter(one => one.state === 'Done'));
        },
    };
}

function chip(run) {
    return h('li', null, run.component);
}

/** Names of components, split into databases and volumes; made only while they can be seen. */
function group(title, open, item) {
    const count = h('span', { class: 'muted' });
    const list = h('div');
    let shown = '';
    let latest = [];
    const element = h('details', { open, hidden: true, ontoggle: () => fillList() }, h('summary', null, `${title} `, count), list);

    function fillList() {
        const names = latest.map(run => run.component + (run.error ?? '')).join(' ');
        if (!element.open || names === shown) {
            return;
        }
        shown = names;
        const rest = latest.length - CHIPS;
        list.replaceChildren(h('ul', { class: 'names' }, latest.slice(0, CHIPS).map(item), rest > 0 && h('li', null, `and ${number(rest)} more`)));
    }

    return {
        element,
        update(components) {
            latest = components;
            element.hidden = components.length === 0;
            setText(count, kinds(components));
            fillList();
        },
    };
}

function kinds(components) {
    const databases = components.filter(one => componentParts(one.component).kind === 'db').length;
    const volumes = components.length - databases;
    return [databases && counted(databases, 'database'), volumes && counted(volumes, 'volume')].filter(Boolean).join(', ');
}

/** The components that are being worked at, each with its bar. */
function runs() {
    const list = h('ul', { class: 'runs' });
    const lines = new Map();
    return {
        element: list,
        update(components) {
            const names = new Set(components.map(one => one.component));
            for (const [name, line] of lines) {
                if (!names.has(name)) {
                    line.element.remove();
                    lines.delete(name);
                }
            }
            for (const one of components) {
                if (!lines.has(one.component)) {
                    const line = runLine(one.component);
                    lines.set(one.component, line);
                    list.append(line.element);
                }
                lines.get(one.component).update(one);
            }
            list.hidden = components.length === 0;
        },
    };
}

function runLine(component) {
    const [amount, bar] = [h('span', { class: 'muted small' }), h('progress', { class: 'thin', 'aria-label': component })];
    return {
        element: h('li', null, h('div', { class: 'line' }, h('span', { title: component }, component), amount), bar),
        update(run) {
            fill(bar, run.doneBytes, run.totalBytes);
            const again = run.attempt > 1 ? `, attempt ${run.attempt}` : '';
            setText(amount, `${bytes(run.doneBytes)}${run.totalBytes ? ` of ${bytes(run.totalBytes)}` : ''}${again}`);
        },
    };
}

/** A bar without an end shows that there is one, and no more. */
function fill(bar, value, max) {
    if (max > 0) {
        bar.max = max;
        bar.value = Math.min(value ?? 0, max);
    } else {
        bar.max = 1;
        bar.value = 0;
    }
}
