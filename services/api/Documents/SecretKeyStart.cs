using Holdfast.Settings.Secrets;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Documents;

/// <summary>Makes the key file when it is missing and nothing was ever sealed; where something was, its loss is told instead.</summary>
internal sealed partial class SecretKeyStart(SecretKeyFile file, IDbContextFactory<HoldfastDb> dbs, ILogger<SecretKeyStart> log) : IHostedService
{
    private readonly ILogger _log = log;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (file.Path.Length == 0 || File.Exists(file.Path))
        {
            return;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var values = await db.Documents.Select(row => row.Values).ToListAsync(cancellationToken);
        if (values.Any(text => Settings.Stored.StoredDocument.Parse(text).Values.Any(SecretBox.IsSealed)))
        {
            Missing(file.Path);
        }
        else if (await file.TryCreateAsync(cancellationToken))
        {
            Created(file.Path);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Made the key file {Path} for secrets in the configuration; keep a copy of it")]
    private partial void Created(string path);

    [LoggerMessage(2, LogLevel.Error, "The key file {Path} (Secrets:KeyFile) is missing, so the secrets in the configuration cannot be read: put it back")]
    private partial void Missing(string path);
}
