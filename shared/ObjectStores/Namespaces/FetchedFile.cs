using Holdfast.Engine.Objects;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>The fetched ranges of an object in a local file without a name, which is gone with its handle, even after a crash.</summary>
internal sealed class FetchedFile(string key, SafeFileHandle file, long length) : IFetchedObject
{
    public long Length => length;

    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (destination.Length > length - offset)
        {
            throw new EndOfStreamException($"The object '{key}' has {length} bytes; {destination.Length} were wanted at offset {offset}.");
        }

        while (destination.Length > 0)
        {
            var read = await RandomAccess.ReadAsync(file, destination, offset, cancellationToken);
            if (read == 0)
            {
                throw new InvalidOperationException($"Bytes of '{key}' at offset {offset} are read, but were not fetched.");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }
}
