using System.Buffers.Binary;

namespace Holdfast.Benchmarks.Data;

/// <summary>Writes the dump of a made-up database on one of its days, laid out as pg_dump's custom format without compression.</summary>
/// <remarks>
/// A table is a row of heap pages of about 8,000 bytes of rows. From one day to the next pages are appended, and in clusters of
/// <see cref="ClusterPages"/> neighbours some pages are updated: a row leaves its place and its new version comes last in the page.
/// </remarks>
internal sealed class DumpWriter(ulong seed, long bytes)
{
    private const int PageBytes = 8_000;
    private const int ClusterPages = 48;

    private readonly ContentBuffer _buffer = new();
    private readonly ContentBuffer _row = new();

    /// <summary>Writes the dump of a day and returns the bytes of the pages that differ from the day before.</summary>
    /// <param name="day">1 is the first; on it every byte counts as changed.</param>
    public long Write(Stream stream, int day)
    {
        var changed = 0L;
        _buffer.Clear();
        Header(day);
        for (var table = 0; table < DumpTable.All.Length; table++)
        {
            changed += WriteTable(stream, table, day);
        }

        stream.Write(_buffer.Written);
        return changed;
    }

    private void Header(int day)
    {
        _buffer.Add("PGDMP"u8).Add([1, 16, 0, 4, 8, 1]);
        _buffer.Add("SELECT pg_catalog.set_config('search_path', '', false); -- day "u8).Number(day).Add((byte)'\n');
        for (var table = 0; table < DumpTable.All.Length; table++)
        {
            _buffer.Add("TABLE DATA public t"u8).Number(table).Add(" COPY public.t"u8).Number(table).Add(" FROM stdin;\n"u8);
        }
    }

    private long WriteTable(Stream stream, int table, int day)
    {
        var definition = DumpTable.All[table];
        var first = Math.Max(1, (int)(bytes * definition.Share / 1000 / PageBytes));
        var changed = 0L;
        var (id, pages, before) = (0L, Pages(first, definition, day), Pages(first, definition, day - 1));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.Add(1).Reserve(sizeof(int)), 1000 + table);
        for (var page = 0; page < pages; page++)
        {
            var start = _buffer.Length;
            id = WritePage(table, page, id, day, first);
            changed += page >= before || IsUpdated(table, page, day, first) ? _buffer.Length - start : 0;
            if (_buffer.Length >= ContentBuffer.Target)
            {
                stream.Write(_buffer.Written);
                _buffer.Clear();
            }
        }

        _buffer.Add([0, 0, 0, 0, 0]);
        return changed;
    }

    private long WritePage(int table, int page, long id, int day, int first)
    {
        var rows = new List<(long Id, long Version)>();
        var random = SeededRandom.For(seed, table, page);
        _row.Clear();
        while (_row.Length < PageBytes)
        {
            // The first version of each row decides how many the page takes, on every day alike.
            rows.Add((id, (long)(random.Next() >> 1)));
            DumpTable.All[table].Row(_row, new SeededRandom((ulong)rows[^1].Version), id++);
        }

        for (var update = 2; update <= day; update++)
        {
            if (page < Pages(first, DumpTable.All[table], update - 1) && IsUpdated(table, page, update, first))
            {
                var old = rows[(int)(SeededRandom.For(seed, page, update).Next() % (ulong)rows.Count)];
                rows.Remove(old);
                rows.Add((old.Id, old.Version + update));
            }
        }

        foreach (var (row, version) in rows)
        {
            _row.Clear();
            DumpTable.All[table].Row(_row, new SeededRandom((ulong)version), row);
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.Add(0).Reserve(sizeof(int)), _row.Length);
            _buffer.Add(_row.Written);
        }

        return id;
    }

    private bool IsUpdated(int table, int page, int day, int first)
    {
        var definition = DumpTable.All[table];
        var recent = page > Pages(first, definition, day - 1) * 19L / 20;
        var cluster = SeededRandom.For(seed, (page / ClusterPages) + (table * 1_000_000L), day + 1_000_000L);
        return cluster.Below(1000) < (recent ? definition.Recent : definition.Elsewhere);
    }

    private static int Pages(int first, DumpTable table, int day) => day < 1 ? 0 : first + (int)((long)first * table.Growth / 1000 * (day - 1));
}
