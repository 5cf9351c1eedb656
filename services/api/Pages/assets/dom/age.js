// How long ago something was, or how long it is until then; kept true while it is looked at.

import { instant, relative } from '../text/format.js';
import { h, setText } from './element.js';

const STEP = 5000;

/** @param {number} time milliseconds since 1970 */
export function age(time) {
    const text = new Date(time).toISOString();
    return h('time', { class: 'age', datetime: text, title: instant(text) }, relative(time));
}

setInterval(() => {
    for (const element of document.querySelectorAll('time.age')) {
        setText(element, relative(Date.parse(element.dateTime)));
    }
}, STEP);
