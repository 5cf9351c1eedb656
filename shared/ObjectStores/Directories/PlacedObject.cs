using Holdfast.Engine.Objects;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Directories;

/// <summary>An object that is read where it lies.</summary>
internal sealed class PlacedObject(string key, string path, SafeFileHandle handle, long length) : IFetchedObject
{
    public long Length => length;

    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        while (destination.Length > 0)
        {
            var read = await ReadSomeAsync(offset, destination, cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException(
                    $"The object '{key}' has {length} bytes; {destination.Length} more were wanted at offset {offset}.");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<int> ReadSomeAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            return await RandomAccess.ReadAsync(handle, destination, offset, cancellationToken);
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "read", path, key);
        }
    }
}
