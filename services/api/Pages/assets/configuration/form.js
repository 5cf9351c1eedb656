// A form for a configuration document: values, what is locked, and problems at their fields.

import { freshId, h } from '../dom/element.js';
import { flatten, nest } from './documents.js';

/**
 * @param {object} document of `DOCUMENTS`
 * @param {object} held what holds now
 * @param {object} locked by path: what set it elsewhere
 * @param {boolean} editable whether anything can be changed at all
 */
export function documentForm(document, held, locked, editable) {
    const values = flatten(held);
    const fields = new Map();
    const groups = complete(document.groups, values).map(group => {
        const made = group.fields.map(one => field(one, values.get(one.path), locked[one.path], editable));
        group.fields.forEach((one, index) => fields.set(one.path, made[index]));
        return { ...group, element: h('fieldset', null, h('legend', null, group.title), h('div', { class: 'form-grid' }, made.map(one => one.element))) };
    });
    const show = () => {
        for (const { when, element } of groups) {
            element.hidden = when !== undefined && fields.get(when.path).value() !== when.is;
        }
    };
    const element = h('div', { class: 'form', onchange: show }, groups.map(group => group.element));
    show();
    return {
        element,
        /** What is sent: everything but what is locked. What is left out would go back to its default. */
        document: () => nest([...fields].filter(([path]) => locked[path] === undefined).map(([path, one]) => [path, one.value()])),
        /** Shows problems at their fields. @returns {string[]} those that belong to no field */
        showProblems(problems) {
            for (const one of fields.values()) {
                one.problem('');
            }
            let first = null;
            const others = [];
            for (const { field: path, problem } of problems) {
                const one = fields.get(path);
                if (one) {
                    one.problem(problem);
                    first ??= one;
                } else {
                    others.push(`${path}: ${problem}`);
                }
            }
            first?.control.focus();
            return others;
        },
    };
}

/** What the API has and the pages do not know is shown as well, so that saving loses nothing. */
function complete(groups, values) {
    const known = new Set(groups.flatMap(group => group.fields.map(one => one.path)));
    const others = [...values.keys()].filter(path => !known.has(path));
    return others.length === 0 ? groups : [...groups, {
        title: 'Other',
        fields: others.map(path => ({ path, label: path, kind: typeof values.get(path) === 'boolean' ? 'flag' : 'text' })),
    }];
}

function field({ path, label, hint, kind, options }, value, source, editable) {
    const id = freshId('field');
    const disabled = source !== undefined || !editable;
    const common = { id, name: path, disabled, 'aria-describedby': `${id}-hint ${id}-problem` };
    const control = make(kind, common, value, options);
    const problem = h('span', { class: 'problem', id: `${id}-problem` });
    const locked = source && `Locked: set by ${source}. `;
    const notes = h('span', { class: 'hint', id: `${id}-hint` }, locked && h('strong', null, locked), hint ?? '');
    const element = kind === 'flag'
        ? h('div', { class: 'field' }, h('label', { class: 'check', for: id }, control, h('span', null, label)), notes, problem)
        : h('div', { class: 'field' }, h('label', { for: id }, label), control, notes, problem);
    return {
        element,
        control,
        value: () => read(kind, control),
        problem(text) {
            problem.textContent = text;
            control.toggleAttribute('aria-invalid', false);
            if (text) {
                control.setAttribute('aria-invalid', 'true');
            }
        },
    };
}

function make(kind, common, value, options) {
    switch (kind) {
        case 'flag':
            return h('input', { ...common, type: 'checkbox', checked: `${value}` === 'true' });
        case 'choice': {
            const known = value in options ? options : { ...options, [value]: value };
            const select = h('select', common, Object.entries(known).map(([option, text]) => h('option', { value: option }, text)));
            select.value = value;
            return select;
        }
        case 'secret':
            return h('input', { ...common, type: 'password', value: value ?? '', autocomplete: 'new-password', placeholder: 'not set', onfocus: event => event.target.select() });
        default:
            return h('input', { ...common, value: `${value ?? ''}`, inputmode: kind === 'count' ? 'numeric' : null, autocomplete: 'off', spellcheck: 'false' });
    }
}

function read(kind, control) {
    if (kind === 'flag') {
        return control.checked;
    }
    const text = control.value.trim();
    return kind === 'count' && /^\d+$/.test(text) ? Number(text) : text;
}
