namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>Gives its bytes, and then fails or cancels the one who reads.</summary>
internal sealed class BreakingStream(byte[] bytes, CancellationTokenSource? cancel = null) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < Length)
        {
            return Read(buffer.Span);
        }

        if (cancel is null)
        {
            throw new IOException("pack 7 is damaged");
        }

        await cancel.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return 0;
    }
}
