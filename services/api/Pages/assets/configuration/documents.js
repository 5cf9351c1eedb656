// The configuration documents: what their fields are called, what may stand in them, and how they belong together.

const flag = (path, label, hint) => ({ path, label, hint, kind: 'flag' });
const text = (path, label, hint, kind = 'text') => ({ path, label, hint, kind });
const secret = (path, label, hint) => ({ path, label, hint, kind: 'secret' });
const choice = (path, label, options, hint) => ({ path, label, hint, options, kind: 'choice' });

const CRON = 'Six fields, with seconds, such as 0 0 3 * * *; or @daily and the like; or @every 6h';

/** `when`: the group is shown only while that field has that value. */
export const DOCUMENTS = [
    {
        name: 'backupConfig',
        title: 'Schedule and retention',
        groups: [{
            title: 'Regular backups',
            fields: [
                flag('enableRegularBackups', 'Take regular backups', 'Also one at every start of Holdfast; and retention runs after each success'),
                text('backupFrequency', 'When', CRON),
                text('backupRetentionCount', 'Successful backups to keep', 'At least 1. The newest success is never deleted', 'count'),
            ],
        }, {
            title: 'Proof that they can be restored',
            fields: [
                text('verificationFrequency', 'When the newest backup is verified', 'As above; empty: never'),
                text('drillFrequency', 'When a restore of it is rehearsed', 'Likewise; at a time at which no backup is due'),
            ],
        }],
    },
    {
        name: 'objectStoreConfig',
        title: 'Object store',
        test: true,
        groups: [
            {
                title: 'Where backups are stored',
                fields: [
                    choice('locationType', 'Kind', { local: 'Directory or NFS', s3: 'S3', 'azure-blob-storage': 'Azure Blob Storage' },
                        'Backups made before a change stay where they are and can be restored from there'),
                    text('localLocation', 'Directory', 'Absolute path'),
                ],
            },
            {
                title: 'S3',
                when: { path: 'locationType', is: 's3' },
                fields: [
                    text('aws.s3.bucketName', 'Bucket', 'Made when it is missing and that is permitted'),
                    text('aws.s3.region', 'Region'),
                    text('aws.s3.endpoint', 'Endpoint', 'URL of a server other than Amazon’s'),
                    flag('aws.s3.forcePathStyle', 'Path-style addresses', 'Most servers other than Amazon’s need them'),
                    secret('aws.accessKey', 'Access key', 'Empty: the credentials of the machine or pod are used'),
                    secret('aws.secretKey', 'Secret key'),
                ],
            },
            {
                title: 'Azure Blob Storage',
                when: { path: 'locationType', is: 'azure-blob-storage' },
                fields: [
                    text('azure.blobStorage.accountName', 'Account'),
                    text('azure.blobStorage.containerName', 'Container', 'Made when it is missing and that is permitted'),
                    text('azure.blobStorage.serviceURL', 'Service URL'),
                    flag('azure.useManagedIdentityToAuthenticate', 'Use the managed identity'),
                    secret('azure.accessKey', 'Access key'),
                ],
            },
        ],
    },
    {
        name: 'notificationConfig',
        title: 'Notifications',
        groups: [
            {
                title: 'What is told',
                fields: [
                    text('events', 'Events', 'Of failure, recovery, overdue, suspicious and success; separated by commas'),
                    text('shrinkPercent', 'Suspicious when a component lost more than so many percent', '0: never', 'count'),
                ],
            },
            { title: 'Webhook', fields: [secret('webhook.url', 'URL'), secret('webhook.secret', 'Secret to sign with')] },
            { title: 'Dead man’s switch', fields: [secret('ping.url', 'URL', 'Called for each backup')] },
            {
                title: 'Mail',
                fields: [
                    text('email.host', 'Server'),
                    text('email.port', 'Port', undefined, 'count'),
                    choice('email.security', 'Security', { starttls: 'STARTTLS', tls: 'TLS', none: 'None' }),
                    text('email.caFile', 'File with authorities to trust', 'On the scheduler’s host; empty: the system’s'),
                    text('email.user', 'User'),
                    secret('email.password', 'Password'),
                    text('email.from', 'From'),
                    text('email.to', 'To', 'Several are separated by commas'),
                ],
            },
        ],
    },
    {
        name: 'auditConfig',
        title: 'Audit log',
        groups: [{
            title: 'Audit log',
            fields: [
                flag('enableUserEvents', 'Also store it beside the backups'),
                text('ueventsSchedule', 'When it is stored', CRON),
                flag('disableUeventsGC', 'Never remove entries from the state database'),
                text('ueventsGCSchedule', 'When old entries are removed', CRON),
            ],
        }],
    },
];

/** @returns {Map<string, *>} values by path, such as `aws.s3.bucketName` */
export function flatten(json, prefix = '') {
    const values = new Map();
    for (const [name, value] of Object.entries(json)) {
        if (value !== null && typeof value === 'object') {
            for (const [path, inner] of flatten(value, `${prefix}${name}.`)) {
                values.set(path, inner);
            }
        } else {
            values.set(prefix + name, value);
        }
    }
    return values;
}

/** The reverse of `flatten`. */
export function nest(values) {
    const json = {};
    for (const [path, value] of values) {
        const names = path.split('.');
        const last = names.pop();
        names.reduce((inner, name) => (inner[name] ??= {}), json)[last] = value;
    }
    return json;
}
