namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>Texts on which programs stumble, among them some that are right somewhere in this API.</summary>
internal static class NastyText
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "true", "null", "NaN", "2147483648", "99999999999999999999", "1e9", "\"", "'", "\\", "*", "%", "%00", "\0", "\r\n", "\t", "\u007f",
        "..", "../..", "/etc/passwd", "C:\\", "a/b", "a b", "é", "日本語", "𝄞", "\u202e", "ı", "\ufeff", "{}", "[]", "<script>alert(1)</script>", "${jndi:x}",
        "'; DROP TABLE Backups; --", "{0}", "%s%n", "db/airflow", "volume/gitserver", "gitserver", "airflow", "gogs", "postgres", "app", "other", "db", "volume",
        "2023-02-02t16-00-00", "2023-02-30t16-00-00", "0000-00-00t00-00-00", "9999-12-31t23-59-59", "0001-01-01t00-00-00", "2023-02-02T16:00:00Z",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "9999-12-31T23:59:59Z", "0001-01-01", "2026-06-30T23:59:60Z", "10:00",
        "* * * * * *", "0 0 0 31 2 *", "@every 1s", "@every -1h", "@every 999999999h", "@daily", "? ? ? ? ? ?", "0 0 0 * * MON#6", "*/0 * * * * *",
        "http://127.0.0.1:1/x", "http://[::1", "https://user:secret@127.0.0.1:1/", "file:///etc/passwd", "s3", "local", "azure-blob-storage",
        "viewer", "operator", "admin", "nightly", "backupConfig", "backup", "objectStoreConfig", "failure,success", "tls", "********", "a@b", "a@b\nBcc: c@d",
        "\"1\"", "W/\"1\"", "bytes=0-", "100-continue", "null; null", new('a', 101), new('a', 201), new('a', 1001), new('9', 400),
    ];

    public static string Pick(Random random) => random.Next(20) == 0
        ? string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(0xd7ff)))
        : Texts[random.Next(Texts.Length)];
}
