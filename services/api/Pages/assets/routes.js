// The views and where they are.

import { audit } from './views/audit.js';
import { backup } from './views/backup.js';
import { backups } from './views/backups.js';
import { components } from './views/components.js';
import { configuration } from './views/configuration.js';
import { keys } from './views/keys.js';
import { notifications } from './views/notifications.js';
import { overview } from './views/overview.js';
import { schedule } from './views/schedule.js';

/** `href`: in the bar; `within`: what is marked there instead; `role`: the least that is needed, viewer without. */
export const routes = [
    { path: /^\/$/, href: '#/', title: 'Overview', view: overview },
    { path: /^\/backups$/, href: '#/backups', title: 'Backups', view: backups },
    { path: /^\/backups\/([^/]+)$/, within: '#/backups', title: 'Backup', view: backup },
    { path: /^\/components$/, href: '#/components', title: 'Components', view: components },
    { path: /^\/schedule$/, href: '#/schedule', title: 'Schedule', view: schedule },
    { path: /^\/configuration(?:\/(\w+))?$/, href: '#/configuration', title: 'Configuration', view: configuration },
    { path: /^\/notifications$/, href: '#/notifications', title: 'Notifications', view: notifications },
    { path: /^\/keys$/, href: '#/keys', title: 'API keys', view: keys, role: 'admin' },
    { path: /^\/audit$/, href: '#/audit', title: 'Audit log', view: audit, role: 'admin' },
];
