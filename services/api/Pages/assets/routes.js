// The views and where they are.

import { backup } from './views/backup.js';
import { backups } from './views/backups.js';
import { overview } from './views/overview.js';

/** `href`: in the bar; `within`: what is marked there instead; `role`: the least that is needed, viewer without. */
export const routes = [
    { path: /^\/$/, href: '#/', title: 'Overview', view: overview },
    { path: /^\/backups$/, href: '#/backups', title: 'Backups', view: backups },
    { path: /^\/backups\/([^/]+)$/, within: '#/backups', title: 'Backup', view: backup },
];
