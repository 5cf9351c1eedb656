using System.Buffers.Binary;

namespace Holdfast.Engine.Restore;

/// <summary>Sorts any number of records in bounded memory: what does not fit is written to files, sorted, and merged when read.</summary>
/// <param name="folder">An existing folder for the files.</param>
/// <param name="memory">Bytes of records to hold; each also costs about 100 bytes.</param>
internal sealed class SpillingSorter(string folder, int memory) : IDisposable
{
    private readonly List<FileStream> _runs = [];
    private List<(UInt128 Key, byte[] Record)> _records = [];
    private long _held;

    /// <summary>How many files were written.</summary>
    public int RunCount => _runs.Count;

    public void Add(UInt128 key, byte[] record)
    {
        _records.Add((key, record));
        _held += record.Length;
        if (_held >= memory)
        {
            Spill();
        }
    }

    /// <summary>The records by key; equal keys in any order. To be enumerated once, after the last <see cref="Add"/>.</summary>
    public IEnumerable<byte[]> Sorted()
    {
        var held = _records;
        _records = [];
        held.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        if (_runs.Count == 0)
        {
            return held.Select(record => record.Record);
        }

        return Merge([held, .. _runs.Select(Read)]);
    }

    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private static IEnumerable<byte[]> Merge(IEnumerable<IEnumerable<(UInt128 Key, byte[] Record)>> runs)
    {
        var queue = new PriorityQueue<IEnumerator<(UInt128 Key, byte[] Record)>, UInt128>();
        foreach (var run in runs)
        {
            Continue(run.GetEnumerator());
        }

        while (queue.TryDequeue(out var run, out _))
        {
            yield return run.Current.Record;
            Continue(run);
        }

        void Continue(IEnumerator<(UInt128 Key, byte[] Record)> run)
        {
            if (run.MoveNext())
            {
                queue.Enqueue(run, run.Current.Key);
            }
            else
            {
                run.Dispose();
            }
        }
    }

    private void Spill()
    {
        _records.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        var file = new FileStream(
            Path.Combine(folder, $"sort-{_runs.Count}"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _runs.Add(file);
        Span<byte> header = stackalloc byte[20];
        foreach (var (key, record) in _records)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(header, key);
            BinaryPrimitives.WriteInt32LittleEndian(header[16..], record.Length);
            file.Write(header);
            file.Write(record);
        }

        file.Flush();
        _records.Clear();
        _held = 0;
    }

    private static IEnumerable<(UInt128 Key, byte[] Record)> Read(FileStream run)
    {
        run.Position = 0;
        var header = new byte[20];
        while (run.Position < run.Length)
        {
            run.ReadExactly(header);
            var record = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(16))];
            run.ReadExactly(record);
            yield return (BinaryPrimitives.ReadUInt128LittleEndian(header), record);
        }
    }
}
