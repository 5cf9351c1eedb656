using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Directories;

namespace Holdfast.ObjectStores.Uploads;

/// <summary>The steps of a put into any cloud: upload unless the key is taken, compare what is there, and consume the staged file.</summary>
internal sealed class CloudPut(IUploadTarget target)
{
    public async Task StagedAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
        using var source = UploadSource.Open(key, file);
        if (source is null)
        {
            await RequireStoredAsync(key, file, cancellationToken);
            return;
        }

        await PutAsync(key, source, cancellationToken);
        var number = FileCalls.Unlink(file.Path);
        if (number is not (0 or Errno.NoEntry))
        {
            throw DirectoryFailure.From(number, "remove, although it is stored,", file.Path, key);
        }
    }

    public async Task SmallAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
        using var source = UploadSource.Of(key, content);
        await PutAsync(key, source, cancellationToken);
    }

    private async Task PutAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        if (await target.TryUploadAsync(key, source, cancellationToken))
        {
            return;
        }

        var stored = await target.FindAsync(key, cancellationToken)
            ?? throw new ObjectStoreException($"Cannot store '{key}': it was deleted at the same moment. Try again.", true, key);
        if (!stored.Is(source.Length, source.Sha256.Span))
        {
            throw new ObjectExistsException(key);
        }
    }

    /// <summary>A staged file that is gone is no error when its bytes are stored.</summary>
    private async Task RequireStoredAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        var stored = await target.FindAsync(key, cancellationToken)
            ?? throw new ObjectStoreException($"Cannot store '{key}': its staged file '{file.Path}' is gone. Run the operation again.", false, key);
        if (!stored.Is(file.Length, file.Sha256.Span))
        {
            throw new ObjectExistsException(key);
        }
    }
}
