// Begins: with the login, or with the pages where somebody has logged in already.

import { h } from './dom/element.js';
import { notice } from './dom/notice.js';
import { sessionEvents } from './net/api.js';
import { listen, stopListening } from './net/live.js';
import { forget, resume } from './session.js';
import { showShell } from './shell.js';
import { showLogin } from './views/login.js';

let leave = () => { };

sessionEvents.addEventListener('ended', () => {
    forget();
    logIn('Your session has ended. Please log in again.');
});

async function start() {
    try {
        if (await resume()) {
            enter();
        } else {
            logIn();
        }
    } catch (error) {
        document.body.replaceChildren(h('div', { class: 'alone stack' }, notice('bad', error.message),
            h('button', { type: 'button', class: 'main', onclick: start }, 'Try again')));
    }
}

function enter() {
    listen();
    leave = showShell(providerLogout => {
        stopListening();
        logIn('You have logged out.', providerLogout);
    });
}

function logIn(message, providerLogout) {
    leave();
    leave = () => { };
    for (const dialog of document.querySelectorAll('dialog')) {
        dialog.close();
    }
    document.title = 'Log in – Holdfast';
    showLogin(message, providerLogout, enter);
}

start();
