using System.Buffers;
using System.Security.Cryptography;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Packs;

/// <summary>Writes the packs of one content of a run into staging and hands each finished one on to be stored. One caller at a time.</summary>
internal sealed class PackWriter(RunTarget target, PackContent content, int targetSize, StoreQueue queue, IStagingSpace space) : IDisposable
{
    private readonly DataKey? _key = target.Repository.Keyring.Current;
    private readonly List<PackFrame> _frames = [];
    private readonly List<PackReference> _packs = [];
    private SafeFileHandle? _file;
    private IDisposable? _room;
    private IncrementalHash? _hash;
    private PackCipher? _cipher;
    private byte[] _header = [];
    private long _length;
    private TaskCompletionSource<Task>? _openStored;
    private Task _earlierStored = Task.CompletedTask;
    private Task _storedSoFar = Task.CompletedTask;
    private int _finished;

    /// <summary>The packs begun so far, in order.</summary>
    public IReadOnlyList<PackReference> Packs => _packs;

    /// <summary>Number of packs finished so far. May be read by others.</summary>
    public int FinishedCount => Volatile.Read(ref _finished);

    /// <summary>
    /// Ends when all packs begun so far are durable; the open one has to be finished by its owner meanwhile. May be read by others.
    /// </summary>
    public Task StoredSoFar => Volatile.Read(ref _storedSoFar);

    /// <summary>Appends a frame and places its chunk.</summary>
    /// <param name="chunk">The chunk, not placed yet.</param>
    /// <param name="frame">The compressed chunk.</param>
    /// <param name="kind">What the chunk is.</param>
    /// <param name="after">What must be durable before the pack may be, should this frame fill it.</param>
    /// <param name="cancellationToken">Ends the wait for room in staging and for a free slot to store.</param>
    /// <exception cref="IOException">Staging cannot take it, for example because the disk is full and nothing in it will go.</exception>
    public async ValueTask AppendAsync(
        StoredChunk chunk, ReadOnlyMemory<byte> frame, FrameKind kind, Task after, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            await BeginAsync(cancellationToken);
        }

        var offset = _length;
        var stored = await WriteFrameAsync(frame, cancellationToken);
        _frames.Add(new PackFrame(chunk.Id, offset, stored, chunk.Size, kind));
        chunk.Place(_packs[^1], offset, stored);
        if (_length >= targetSize)
        {
            await FinishAsync(after, cancellationToken);
        }
    }

    /// <summary>Finishes the open pack, if there is one, and hands it on to be stored.</summary>
    /// <param name="after">What must be durable before.</param>
    /// <param name="cancellationToken">Ends the wait for a free slot to store.</param>
    public async ValueTask FinishAsync(Task after, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        var tableOffset = _length;
        var table = StoredTable();
        await WriteAsync(table, cancellationToken);
        await WriteAsync(new PackTrailer(tableOffset, table.Length, _frames.Count).ToBytes(_header, table.Span), cancellationToken);
        var inner = _hash!.GetCurrentHash();
        await WriteAsync(inner, cancellationToken);
        var sha256 = _hash.GetHashAndReset();
        var pack = _packs[^1];
        pack.Finish(_length, inner);
        var stored = _openStored!;
        Close();
        Volatile.Write(ref _finished, _packs.Count);
        try
        {
            var storing = await queue.AddAsync(new StagedObject(pack.Key, PathOf(pack), pack.Size, sha256), after, cancellationToken);
            _earlierStored = _earlierStored.IsCompletedSuccessfully ? storing : Task.WhenAll(_earlierStored, storing);
            stored.SetResult(storing);
        }
        catch (Exception failure)
        {
            stored.SetException(failure);
            throw;
        }
    }

    public void Dispose()
    {
        Close();
        _hash?.Dispose();
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        var number = _packs.Count + 1;
        var key = content == PackContent.Data
            ? ObjectKeys.DataPack(target.KeyPrefix, number)
            : ObjectKeys.CatalogPack(target.KeyPrefix, number);
        var salt = _key is null ? [] : RandomNumberGenerator.GetBytes(PackHeader.SaltLength);
        _header = new PackHeader(content, _key?.Id, salt).ToBytes();
        _cipher = _key is null ? null : new PackCipher(_key, target.Repository.Id, key, salt, _header);
        var pack = new PackReference(key);
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _room = await space.ReserveAsync(PathOf(pack), targetSize, cancellationToken);
        await space.WriteAsync(() => _file = File.OpenHandle(PathOf(pack), FileMode.Create, FileAccess.Write), cancellationToken);
        _packs.Add(pack);
        _frames.Clear();
        _length = 0;
        _openStored = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _storedSoFar, Task.WhenAll(_earlierStored, _openStored.Task.Unwrap()));
        await WriteAsync(_header, cancellationToken);
    }

    private string PathOf(PackReference pack) => Path.Combine(target.StagingFolder, pack.Key[(pack.Key.LastIndexOf('/') + 1)..]);

    private async ValueTask<int> WriteFrameAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        if (_cipher is null)
        {
            await WriteAsync(plain, cancellationToken);
            return plain.Length;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(2 * (plain.Length + PackCipher.Overhead));
        var length = Seal(plain.Span, buffer);
        await WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        ArrayPool<byte>.Shared.Return(buffer);
        return length;
    }

    /// <summary>The frame table as it is stored.</summary>
    private ReadOnlyMemory<byte> StoredTable()
    {
        var table = FrameTable.ToBytes(_frames);
        if (_cipher is null)
        {
            return table;
        }

        var buffer = new byte[2 * (table.Length + PackCipher.Overhead)];
        return buffer.AsMemory(0, Seal(table, buffer));
    }

    /// <summary>Seals into the first half of <paramref name="buffer"/> and opens again into the second, to be sure that it opens.</summary>
    private int Seal(ReadOnlySpan<byte> plain, Span<byte> buffer)
    {
        var length = _cipher!.Seal((uint)_length, plain, buffer);
        var opened = buffer.Slice(length, plain.Length);
        _cipher.Open((uint)_length, buffer[..length], opened);
        return opened.SequenceEqual(plain) ? length : throw new InvalidOperationException("Sealed data does not open to what was sealed.");
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await space.WriteAsync(() => RandomAccess.Write(_file!, bytes.Span, _length), cancellationToken);
        _hash!.AppendData(bytes.Span);
        _length += bytes.Length;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _room?.Dispose();
        _room = null;
        _cipher?.Dispose();
        _cipher = null;
    }
}
